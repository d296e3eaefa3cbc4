// A box of the drawing leads to its text in a folded stage. Browsers of today unfold the target of a
// link themselves; this does it for older ones, and brings the way taken into sight.
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();

const region = document.querySelector(".map-drawing");
const ends = region?.querySelectorAll(".dg-node.dg-taken");
if (ends?.length) {
  const end = ends[ends.length - 1].getBoundingClientRect();
  const seen = region.getBoundingClientRect();
  region.scrollTop += end.top + end.height / 2 - seen.top - seen.height / 2;
  region.scrollLeft += end.left + end.width / 2 - seen.left - seen.width / 2;
}

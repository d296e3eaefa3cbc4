// Reading a lesson: the contents in the margin, cards of norms and terms, «opened».
const words = document.getElementById("words").dataset;

// Contents: open in the margin on a desk, one folded line on a phone.
const toc = document.querySelector("[data-toc]");
const desk = matchMedia("(min-width: 76rem)");
const fold = () => (toc.open = desk.matches);
fold();
desk.addEventListener("change", fold);

const links = new Map(
  [...toc.querySelectorAll("a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]),
);
let here = null;
const mark = (id) => {
  links.get(here)?.classList.remove("is-here");
  links.get(here)?.removeAttribute("aria-current");
  here = id;
  links.get(id)?.classList.add("is-here");
  links.get(id)?.setAttribute("aria-current", "location");
};
const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
let waiting = false;
const follow = () => {
  waiting = false;
  let found = null;
  for (const head of heads) if (head.getBoundingClientRect().top < innerHeight * 0.35) found = head.id;
  if (found !== here) mark(found);
};
addEventListener("scroll", () => waiting || (waiting = true && requestAnimationFrame(follow)), { passive: true });
follow();

// Cards. A link stays a link: with a modifier key, without scripts, or when the server fails.
// Without a network the page stays.
const card = document.getElementById("card");
let opener = null;
const kept = new Map();

async function openCard(link) {
  const address = link.pathname;
  let html = kept.get(address);
  if (!html) {
    try {
      const answer = await fetch(address, { headers: { "X-Fragment": "card" } });
      if (!answer.ok) {
        location.href = link.href;
        return;
      }
      kept.set(address, (html = await answer.text()));
    } catch {
      dispatchEvent(new Event("nonet"));
      return;
    }
  }
  const inside = card.contains(link);
  if (!inside) opener = link;
  card.innerHTML = html; // our own page's HTML, escaped by the server
  const close = document.createElement("button");
  close.type = "button";
  close.className = "card-close";
  close.setAttribute("aria-label", words.close);
  close.textContent = "×";
  close.addEventListener("click", () => card.close());
  card.append(close);
  // The place comes first: a dialog that opens takes the focus and would pull the page to itself.
  const place = opener.getBoundingClientRect().top - 12;
  if (desk.matches && !inside) card.style.top = `${scrollY + Math.max(12, place)}px`;
  if (!card.open) desk.matches ? card.show() : card.showModal();
  if (desk.matches && !inside)
    card.style.top = `${scrollY + Math.max(12, Math.min(place, innerHeight - card.offsetHeight - 12))}px`;
  card.scrollTop = 0;
  const part = link.hash && card.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`);
  card.querySelectorAll(".is-asked").forEach((one) => one.classList.remove("is-asked"));
  if (part) {
    part.classList.add("is-asked");
    card.scrollTop = Math.max(0, part.offsetTop - card.clientHeight + 60);
  }
  card.querySelector(".card-title")?.focus({ preventScroll: desk.matches });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.norm, a.term");
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button)) {
    event.preventDefault();
    openCard(link);
  } else if (card.open && (event.target === card || !card.contains(event.target))) {
    card.close();
  }
});
card.addEventListener("close", () => {
  const back = opener;
  opener = null;
  if (back?.isConnected && (card.contains(document.activeElement) || document.activeElement === document.body))
    back.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && card.open && !card.matches(":modal")) {
    const back = opener;
    card.close();
    back?.focus({ preventScroll: true });
  }
});

// Said once, after five seconds of the page being in view.
const opened = document.getElementById("opened");
let seen = 0;
const clock = setInterval(() => {
  if (document.visibilityState !== "visible" || ++seen < 5) return;
  clearInterval(clock);
  fetch(opened.action, {
    method: "POST",
    headers: { "X-Fragment": "none" },
    body: new URLSearchParams(new FormData(opened)),
    keepalive: true,
  }).catch(() => {});
}, 1000);

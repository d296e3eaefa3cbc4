"""The wording of diagnostics in English, grouped as authors meet them."""

ENGLISH: dict[str, tuple[str, str]] = {
    # files
    "file.no-directory": ("there is no such directory", "check the path given to --content"),
    "file.no-chapters": (
        "there is no chapter in chapters/",
        "make a folder such as chapters/02-tergeu",
    ),
    "file.missing": ("the file is missing or cannot be read", "create it or correct its name"),
    "file.encoding": ("the file is not UTF-8 (byte {byte})", "save it again as UTF-8"),
    "file.byte-order-mark": (
        "the file begins with a byte order mark",
        "save it as UTF-8 without BOM",
    ),
    "file.control": ("invisible character {code}", "delete the character"),
    "text.mixed-scripts": (
        "the word “{word}” mixes Cyrillic with Latin letters: {letters}",
        "type the whole word again in Cyrillic",
    ),
    "text.not-composed": (
        "a letter and its mark are separate characters (not NFC)",
        "type the word again",
    ),
    # yaml
    "yaml.syntax": ("YAML cannot be read: {problem}", "check indents and punctuation"),
    "yaml.colon": (
        "a colon inside a text was read as a field",
        "put the text in quotes or after “|” on a new line",
    ),
    "yaml.comma": (
        "the words after a comma were cut off from their text: “{text}”",
        "put a text with a comma in quotes inside {{ … }}",
    ),
    "yaml.bad-start": (
        "a value cannot begin with this character (@, `, % or a tab)",
        "put the value in quotes; indent with spaces",
    ),
    "yaml.unclosed-quote": ("a quote is not closed", "add the closing quote"),
    "yaml.unclosed-bracket": (
        "a bracket is not closed, or a comma is missing",
        "check the pairs [ ] and {{ }} and the commas; put a text that begins with [ in quotes",
    ),
    "yaml.no-colon": ("there is no colon after the field name", "write “field: value”"),
    "yaml.too-deep": ("nested too deeply", "simplify the structure"),
    "yaml.alias": (
        "YAML anchors (& and *) are not used",
        "write the value out or put it in quotes",
    ),
    "yaml.second-document": ("the file holds a second YAML document", "remove the “---” line"),
    "yaml.key-not-text": ("a field name must be text", "put the name in quotes"),
    "yaml.duplicate-key": (
        "the field “{key}” is written twice (first on line {line})",
        "keep one of them",
    ),
    "yaml.not-a-mapping": ("lines of the form “field: value” were expected", "write the fields"),
    # fields
    "field.missing": ("the field “{field}” is missing", "add it"),
    "field.unknown": ("there is no field “{field}”", "correct its name or delete the line"),
    "field.unknown-near": ("there is no field “{field}”", "perhaps you meant “{near}”"),
    "field.empty": ("the field “{field}” is empty", "fill it in or delete the line"),
    "field.not-text": (
        "“{field}” must be text, here is a list or a mapping",
        "put the text in quotes or after “|”",
    ),
    "field.not-list": (
        "“{field}” must be a list",
        "write [one, two] or lines that begin with “- ”",
    ),
    "field.not-mapping": ("“{field}” must hold “field: value” pairs", "write the pairs"),
    "field.not-number": (
        "“{field}”: “{value}” is neither a number nor true/false",
        "write a whole number (or true)",
    ),
    "field.out-of-range": (
        "“{field}”: {value} is out of range (limit {limit})",
        "stay within the limit",
    ),
    "field.bad-date": ("“{field}”: “{value}” is not a date", "write it as 2026-11-23"),
    "field.not-allowed": ("“{field}”: there is no value “{value}”", "choose one of: {allowed}"),
    "field.bad-form": (
        "“{field}”: “{value}” has not the required form",
        "compare it with the form in the author's guide",
    ),
    "field.too-few": ("“{field}”: at least {least} needed", "add more"),
    "field.too-many": ("“{field}”: at most {most}", "remove the rest"),
    "field.invalid": ("“{field}” is not valid: {problem}", "compare it with the author's guide"),
    # front matter
    "front.missing": (
        "the lesson does not begin with front matter between “---” lines",
        "write title, section, summary, objectives, checked from the first line on",
    ),
    "front.unclosed": (
        "the front matter is not closed by a “---” line",
        "add a “---” line after it",
    ),
    "front.other-section": (
        "section is “{section}”, but the file name says {expected}",
        "correct one of them",
    ),
    # chapters, sections, objectives, lessons
    "chapter.bad-folder": ("bad name of a chapter folder: {name}", "name it like 02-tergeu"),
    "chapter.duplicate": ("chapter {id} occurs twice", "correct its number"),
    "section.other-chapter": (
        "section {section} does not belong to this chapter",
        "correct the number",
    ),
    "section.duplicate": ("section {section} is written twice", "delete one"),
    "objective.duplicate": ("objective {objective} is written twice", "give it another letter"),
    "objective.other-section": (
        "objective {objective} stands in section {section}",
        "number it like {section}.a",
    ),
    "objective.unknown": (
        "there is no objective {objective}",
        "add it to chapter.yaml or correct it",
    ),
    "objective.no-item": ("no item tests objective {objective}", "write at least three items"),
    "objective.few-items": (
        "objective {objective} has only {count} items",
        "have at least {least}",
    ),
    "objective.not-taught": (
        "objective {objective} is in no lesson's objectives",
        "add it to the lesson that teaches it",
    ),
    "lesson.bad-name": (
        "bad name of a lesson file: “{name}”",
        "name it like {section}.1-latin-name",
    ),
    "lesson.named-twice": ("the lesson “{name}” is named twice", "delete one"),
    "lesson.missing-file": ("there is no file “{name}.md”", "create it or take it off the list"),
    "lesson.not-named": (
        "chapter.yaml does not name this lesson",
        "add it to the lessons of its section",
    ),
    "lesson.short": (
        "the lesson has {words} words, at least {least} are needed",
        "extend it or join it to its neighbour",
    ),
    "lesson.long": ("the lesson has {words} words, at most {most}", "split it in two"),
    # norms
    "norm.bad-form": (
        "“{citation}” is not in the form of a citation",
        "write it like «ҚПК 192.4» (act, article, dot, part)",
    ),
    "norm.unknown-act": ("the register has no act “{act}”", "add it to norms.yaml; known: {known}"),
    "norm.unknown-article": (
        "the register has no article {article} of {act}",
        "add the article with its heading to norms.yaml",
    ),
    "norm.unknown-part": (
        "the register has no part “{part}” of {act} {article}",
        "check it and add it to the parts in norms.yaml",
    ),
    "norm.duplicate-act": ("the act “{act}” is written twice", "join the entries"),
    "norm.duplicate-article": ("article {article} of {act} is written twice", "join the entries"),
    "norm.duplicate-part": ("part “{part}” of article {article} is written twice", "delete one"),
    # terms, misconceptions
    "term.unknown": (
        "the glossary has no term “{term}”",
        "add it to glossary.yaml or use the headword: [[#headword|the form in your text]]",
    ),
    "term.duplicate": (
        "the term “{term}” is written twice (first on line {line})",
        "join the entries",
    ),
    "term.no-basis": ("the term “{term}” names no norm", "add norms, or basis: textbook"),
    "term.forbids-headword": (
        "the forbidden word “{term}” is itself a headword",
        "correct one of them",
    ),
    "term.forbidden": ("the course does not use “{word}”", "write «{term}» instead"),
    "misconception.unknown": (
        "there is no misconception code “{misconception}”",
        "choose one from misconceptions.yaml",
    ),
    "misconception.duplicate": ("the code “{code}” is written twice", "delete one"),
    "misconception.missing": (
        "{field}: a wrong answer without a misconception code",
        "add misconception: code",
    ),
    # lesson constructs
    "markdown.html": ("an HTML tag would be shown as text: {text}", "remove it and use Markdown"),
    "markdown.broken-brackets": ("“{text}” has no pair", "write [[norm]] or [[#term]] on one line"),
    "footnote.unknown": ("the footnote {text} has no text", "add a line {text}: text"),
    "footnote.unused": (
        "nothing refers to the footnote {text}",
        "put {text} into the text or delete the line",
    ),
    "link.unknown-lesson": ("there is no lesson “{lesson}”", "write its file name without .md"),
    "link.not-allowed": (
        "this link is not allowed: {href}",
        "write lesson:file-name or an https:// address",
    ),
    "heading.first-level": (
        "a first-level heading (#) is not used: it is the lesson's title",
        "begin with ##",
    ),
    "heading.skipped": (
        "a heading level is skipped: {before} → {level}",
        "go down one level at a time",
    ),
    "heading.empty": ("the heading is empty", "write its words or delete it"),
    "box.unknown": ("there is no box “{name}”", "one of: {known}"),
    "box.unclosed": ("the box “{name}” is not closed", "put ::: on a line of its own after it"),
    "box.stray": ("a stray ::: with no open box", "delete the line or name the box"),
    "box.law-without-norm": ("a law box without a norm", "cite one, such as [[ҚПК 192.1]]"),
    "fact.bad-id": ("bad fact id: {fact}", "write it like F-2.1-64"),
    "fact.malformed": (
        "the fact mark cannot be read",
        'write exactly, on a line of its own: {{facts="F-2.1-64 F-2.1-65"}}',
    ),
    "fact.no-block": (
        "no block follows the fact mark",
        "put it right before a paragraph, list or table",
    ),
    "fence.unknown": (
        "there is no fence “{name}”; its text would be shown to readers",
        "write item, case or diagram",
    ),
    "fence.unclosed": ("the fence “{name}” is not closed", "put ``` on a line of its own after it"),
    "figure.not-alone": ("an image stands inside a paragraph", "put it in a paragraph of its own"),
    "figure.no-alt": ("the image has no text alternative", "write ![description](figures/…)"),
    "figure.bad-address": (
        "bad address of a figure: {source}",
        "write figures/name.svg, from the chapter's folder",
    ),
    "figure.missing-file": (
        "there is no file {source}",
        "put it into the chapter's figures/ folder",
    ),
    "figure.bad-kind": (
        "{source}: this kind of image is not used",
        "save it as svg, png, jpg or webp",
    ),
    "svg.doctype": ("the SVG holds a DOCTYPE or ENTITY", "delete that line"),
    "svg.broken": ("the SVG cannot be read: {problem}", "save the file again"),
    "svg.not-svg": (
        "the root is not svg: {element}",
        'it must be <svg> with xmlns="http://www.w3.org/2000/svg"',
    ),
    "svg.no-viewbox": (
        "the SVG has no viewBox and cannot be scaled",
        'add viewBox="0 0 width height"',
    ),
    "svg.element": (
        "the SVG holds an element that is not allowed: {element}",
        "remove it, keep shapes and text only",
    ),
    "svg.attribute": (
        "the SVG holds an attribute that is not allowed: {attribute}",
        "remove it; colour by class or fill",
    ),
    "svg.external": (
        "the SVG refers to an outside address: {value}",
        "refer only to #id inside the file",
    ),
    # diagrams
    "diagram.row-too-wide": (
        "{count} nodes in one row, at most {most}",
        "move some to the next row",
    ),
    "diagram.row-empty": ("the row is empty", "add a node or delete the row"),
    "diagram.text-too-long": (
        "the node's text has {count} characters, at most {most}",
        "shorten it",
    ),
    "diagram.duplicate-node": ("the node “{node}” is written twice", "give it another id"),
    "diagram.bad-edge": ("the edge cannot be read: “{edge}”", "write “a -> b” or “a -> b: label”"),
    "diagram.unknown-node": ("there is no node “{node}”", "compare with the ids in rows"),
    "diagram.self-loop": ("the node “{node}” points to itself", "lead it to another node"),
    "diagram.duplicate-edge": ("the edge is written twice: {edge}", "delete one"),
    "diagram.unreachable": (
        "no edge leads to the node “{node}”",
        "add an edge or make it kind: start",
    ),
    "diagram.question-one-way": (
        "only one way leads out of the question “{node}”",
        "give it two, or make it kind: step",
    ),
    "diagram.question-unlabelled": (
        "a way out of the question “{node}” has no label",
        "write its answer: “a -> b: иә”",
    ),
    # items
    "item.id": (
        "the item id has not the required form",
        "write it like 2.1-uzartu-jagdayat: section, hyphen, Latin name",
    ),
    "item.duplicate-id": ("the id “{id}” is used already: {path}, line {line}", "give a new id"),
    "item.other-section": (
        "the id “{id}” does not begin with section {section}",
        "begin it with {section}-",
    ),
    "item.inside-block": (
        "the item stands inside a list or a box",
        "take away its indent and put it outside",
    ),
    "item.repeated": ("{field}: “{value}” is written twice", "delete one"),
    "item.no-norm": ("basis is law, but no norm is named", "name at least one in norms"),
    "item.textbook-stem": (
        "basis is textbook, but the stem does not say «оқулық бойынша»",
        "word the stem «Оқулық бойынша …»",
    ),
    "ids.repeated": ("the id “{id}” is written twice", "give another id"),
    "options.count": ("{count} options, {min}–{max} are needed", "add or remove options"),
    "options.equal": ("this option equals option “{letter}”", "change one of them"),
    "options.none-right": ("no option is right", "add right: true to the right one"),
    "options.several-right": (
        "{count} options are marked right, one is allowed",
        "keep right: true on one of them",
    ),
    "options.all-right": ("every option is marked right", "add at least one wrong option"),
    "why.missing": (
        "“{field}”: the explanation is missing",
        "say why it is right or wrong, with the norm",
    ),
    "matching.unknown-target": ("targets has no “{target}”", "compare key with the ids of targets"),
    "matching.target-used-twice": (
        "“{target}” is right for two prompts",
        "add reuse: true or correct the key",
    ),
    "ordering.unknown-step": ("there is no step “{step}”", "compare after with the ids of steps"),
    "ordering.cycle": ("steps wait for one another: {steps}", "break the circle in after"),
    "cloze.gap-without-mark": (
        "the text has no mark {{{gap}}}",
        "put {{{gap}}} into text or delete the gap",
    ),
    "cloze.mark-without-gap": ("the mark {{{gap}}} has no options", "add “{gap}” to gaps"),
    "cloze.mark-repeated": ("the mark {{{gap}}} stands twice", "give each gap a name of its own"),
    "number.unreadable": ("“{value}” is not a number", "write it in digits: 2, 2,5"),
    "number.unknown-unit": ("the unit “{unit}” is not in units", "add it to units or correct it"),
    "wrong.is-right": ("a wrong answer equals the right one", "change or delete it"),
    "wrong.repeated": ("this wrong answer is written twice", "delete one"),
    "accept.repeated": ("this answer is written twice", "delete one"),
    "citation.unreadable": ("the norm cannot be read: “{norm}”", "write it like «ҚПК 192.4»"),
    "essay.words": (
        "the limits of words do not agree: {min}–{max}",
        "check min_words and max_words",
    ),
    "essay.levels": ("the points of the levels do not rise", "write points rising from 0"),
    # cases, register, style
    "case.unknown": (
        "no case “{case}” stands above the item in this lesson",
        "put its ```case block before the item or correct the id",
    ),
    "case.duplicate": ("the case “{case}” is written twice", "give it another id"),
    "register.missing": (
        "there is no register of items yet ({count} ids not registered)",
        "run “python -m course register”",
    ),
    "register.bad-line": (
        "a line of the register cannot be read: “{line}”",
        "run “python -m course register” again",
    ),
    "register.duplicate": ("“{id}” is in the register twice", "delete one"),
    "register.vanished": (
        "the item “{id}” is gone from the lessons (or was renamed)",
        "give the id back or run “python -m course register --retire {id}”",
    ),
    "register.unregistered": ("“{id}” is not registered yet", "run “python -m course register”"),
    "register.reused-retired": ("the id “{id}” belongs to a retired item", "give a new id"),
    "register.reused": (
        "the id “{id}” is registered for another item: {type}, {section}",
        "give a new id",
    ),
    "style.long-sentence": ("a sentence of {words} words, at most {most}", "split it"),
    "style.negation": ("the negation “{word}” in the question is not in bold", "write **{word}**"),
    "fact.unknown": (
        "there is no fact {fact} in facts.yaml",
        "mend the id, or add it to the register",
    ),
    "fact.unaccounted": (
        "no lesson marks fact {fact}",
        'put {{facts="{fact}"}} where it is taught, or name it in left_out with the reason',
    ),
    "fact.left-out-taught": (
        "fact {fact} stands in left_out, yet lesson {lesson} teaches it",
        "take one of the two away",
    ),
    "bank.section-short": ("section {section} has {count} items", "write at least {least}"),
    "bank.theme-short": ("theme {theme} has {count} items", "write at least {least}"),
    "bank.longest-right": (
        "in {share} % of the single-choice items the right option is the longest",
        "keep it under {most} %: lengthen wrong options, shorten the right one",
    ),
    "bank.key-position": (
        "{share} % of the right options stand at position {position}",
        "move right options to other places",
    ),
    "bank.no-norm-cited": (
        "the explanation of {id} names no norm",
        "cite it: [[ҚПК 192.4]]",
    ),
    "bank.alike": ("the stem of {id} is {share} % like that of {other}", "change or drop one"),
    # working days
    "item.generated-type": (
        "an item of type {type} is not written in a lesson",
        "write the card in cards.yaml",
    ),
    "card.duplicate": ("the card “{card}” is written twice", "give it a slug of its own"),
    "calendar.other-year": ("{day} is not in {year}", "write the day under its own year"),
    "calendar.day-twice": ("{day} is written twice", "keep one"),
    "calendar.year-twice": ("the year {year} is written twice", "join the two"),
    # amendments
    "amendment.twice": ("the change of {norm} on {date} is written twice", "join the two entries"),
    "amendment.unknown-item": (
        "there is no item {id}",
        "correct the id, or drop the field items",
    ),
    # mock exams
    "exam.bad-name": (
        "{name} is no name for an exam",
        "name the file in small Latin letters, digits and hyphens: negizgi.yaml",
    ),
    "exam.unknown": ("{field}: there is no {name}", "mend the name or take it away"),
    "exam.too-many": ("the exam asks {count} items", "ask {most} at most"),
    "exam.short": (
        "{wanted} items are asked for, the bank has only {found} such",
        "ask for fewer, widen the filter, or write more items",
    ),
}

/* The speech: switches of its marks, the card that tells of a mark, and the way from mark to mark by keys. */
function makeElement(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function tellDetail([kind, heading, rows, to]) {
  const section = makeElement("section");
  section.append(makeElement("p", "kind", kind), makeElement("h3", "", heading));
  const list = makeElement("dl");
  for (const [label, value] of rows) {
    const row = makeElement("div");
    row.append(makeElement("dt", "", label), makeElement("dd", "", value));
    list.append(row);
  }
  section.append(list);
  if (to && document.getElementById(to)) {
    const link = makeElement("a", "more", kind.startsWith("任务") ? "看任务表" : "看时限表");
    link.href = `#${to}`;
    section.append(link);
  }
  return section;
}

function setUpSpeech(speech) {
  const details = JSON.parse(one("#details").textContent);
  const marks = all("mark.m", speech);
  const stops = marks.filter((mark) => "b" in mark.dataset);
  const card = one(".card");
  const desk = one(".desk");
  const kindsOf = { T: "task", O: "owner", D: "time", P: "phrase", F: "frame" };
  let now = null;
  let resting = stops[0] ?? null;

  const isShown = (mark, id) => {
    let kind = kindsOf[id[0]];
    if (kind === "time" && details[id]?.[0] === "其他时间") kind = "mention";
    if (kind === "phrase" && mark.classList.contains("off")) return false;
    return !speech.classList.contains(`off-${kind}`);
  };
  const shownIds = (mark) => mark.dataset.f.split(" ").filter((id) => details[id] && isShown(mark, id));

  const close = () => {
    now?.classList.remove("now");
    now = null;
    card.hidden = true;
  };
  const open = (mark) => {
    const ids = shownIds(mark);
    if (!ids.length) return close();
    if (mark === now) return undefined;
    close();
    now = mark;
    mark.classList.add("now");
    const button = makeElement("button", "close", "收起");
    button.type = "button";
    button.addEventListener("click", close);
    card.replaceChildren(button, ...ids.map((id) => tellDetail(details[id])));
    card.hidden = false;
    desk.scrollTop = desk.scrollHeight;
    return undefined;
  };
  const rest = (mark) => {
    if (resting) resting.tabIndex = -1;
    resting = mark;
    if (resting) resting.tabIndex = 0;
  };
  const step = (from, by) => {
    for (let at = stops.indexOf(from) + by; at >= 0 && at < stops.length; at += by) {
      if (shownIds(stops[at]).length) return stops[at];
    }
    return null;
  };

  stops.forEach((mark) => { mark.tabIndex = -1; });
  rest(stops.find((mark) => shownIds(mark).length) ?? null);
  speech.addEventListener("pointerover", (event) => {
    const mark = event.target.closest?.("mark.m");
    if (mark && event.pointerType === "mouse") open(mark);
  });
  speech.addEventListener("click", (event) => {
    const mark = event.target.closest("mark.m");
    if (mark) open(mark);
    else close();
  });
  speech.addEventListener("focusin", (event) => {
    const mark = event.target.closest("mark.m");
    if (mark) { rest(mark); open(mark); }
  });
  speech.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const mark = event.target.closest("mark.m");
    if (!mark || !by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(mark, by)?.focus();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  setUpSwitches(speech, marks, () => {
    close();
    if (!resting || !shownIds(resting).length) rest(stops.find((mark) => shownIds(mark).length) ?? null);
  });
}

function setUpSwitches(speech, marks, changed) {
  const byCategory = Map.groupBy ? Map.groupBy(marks, (mark) => mark.dataset.c) : null;
  const held = (category) => byCategory?.get(category) ?? marks.filter((mark) => mark.dataset.c === category);
  const showKind = (box) => speech.classList.toggle(`off-${box.dataset.kind}`, !box.checked);
  const showCategory = (box) => held(box.dataset.category).forEach((mark) => mark.classList.toggle("off", !box.checked));
  for (const box of all("input[data-kind]")) box.addEventListener("change", () => { showKind(box); changed(); });
  for (const box of all("input[data-category]")) box.addEventListener("change", () => { showCategory(box); changed(); });
  for (const button of all("button[data-all]")) {
    button.addEventListener("click", () => {
      for (const box of all("input[data-category]")) { box.checked = Boolean(button.dataset.all); showCategory(box); }
      changed();
    });
  }
}

/* A link to a sentence lights up what stands behind its place. */
function setUpArrival(speech) {
  const arrive = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let next = place?.closest(".speech") ? place.nextElementSibling : null;
    while (next?.matches(".at")) next = next.nextElementSibling;
    if (!next) return;
    next.classList.remove("found");
    requestAnimationFrame(() => next.classList.add("found"));
    if (next.matches("mark.m[data-b]")) next.focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);
  if (location.hash) arrive();
}

const speechElement = one(".speech");
if (speechElement) {
  setUpSpeech(speechElement);
  setUpArrival(speechElement);
}

"use strict";
/* What all pages share: the switch of colours, the tree and the sections that follow the scroll.
   The script builds no markup from text: only textContent is ever set. */
const page = document.documentElement;
page.classList.add("js");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);

function setUpTheme() {
  const button = one(".theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const dark = page.dataset.theme ? page.dataset.theme === "dark" : system.matches;
    button.setAttribute("aria-pressed", String(dark));
    button.textContent = dark ? "浅色" : "深色";
  };
  button.addEventListener("click", () => {
    page.dataset.theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();
}

/* The last of `places`, which stand in page order, whose top is above `line`; null above the first. */
function lastAbove(places, line) {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].target.getBoundingClientRect().top <= line) low = middle + 1;
    else high = middle;
  }
  return low ? places[low - 1] : null;
}

function placesOf(selector) {
  const links = all(selector).map((link) => ({ link, target: document.getElementById(decodeURIComponent(link.hash.slice(1))) }));
  return links.filter((place) => place.target);
}

function markCurrent(places, current, word) {
  for (const place of places) {
    if (place === current) place.link.setAttribute("aria-current", word);
    else if (place.link.hasAttribute("aria-current")) place.link.removeAttribute("aria-current");
  }
}

function showInRail(link) {
  all(".tree li.here").forEach((item) => item.classList.remove("here"));
  for (let item = link?.closest("li"); item; item = item.parentElement.closest("li")) item.classList.add("here");
  const rail = link?.closest(".rail > .fold");
  if (!rail || rail.scrollHeight <= rail.clientHeight) return;
  const box = rail.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.top < box.top + 40 || place.bottom > box.bottom - 40) {
    rail.scrollTop += place.top - box.top - box.height / 3;
  }
}

function setUpFollowing() {
  const points = placesOf('.tree a[href^="#"]');
  const sections = placesOf('.sections a[href^="#"]');
  const speech = one(".speech");
  let shown;
  let waiting = false;
  const follow = () => {
    waiting = false;
    markCurrent(sections, lastAbove(sections, innerHeight / 3), "true");
    const inside = speech && speech.getBoundingClientRect().bottom > 120;
    const point = inside ? lastAbove(points, Math.min(200, innerHeight / 3)) : null;
    if (point === shown) return;
    shown = point;
    markCurrent(points, point, "location");
    showInRail(point?.link);
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(follow);
    waiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  follow();
}

function setUpTree() {
  const button = one(".unfold");
  const tree = one(".tree");
  if (button && !one("ol ol", tree)) button.hidden = true;
  button?.addEventListener("click", () => {
    const open = tree.classList.toggle("all");
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "收起各级" : "展开各级";
  });
  if (matchMedia("(max-width: 64rem)").matches) all(".fold").forEach((fold) => { fold.open = false; });
  addEventListener("hashchange", () => {
    const fold = document.getElementById(location.hash.slice(1))?.closest("details");
    if (fold && !fold.open) { fold.open = true; document.getElementById(location.hash.slice(1)).scrollIntoView(); }
  });
  addEventListener("beforeprint", () => all(".fold").forEach((fold) => { fold.open = true; }));
}

setUpTheme();
setUpTree();
setUpFollowing();

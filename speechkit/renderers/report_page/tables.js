/* Tables: sorting by heads that are buttons, filtering by body, words, speech and gap. */
const collator = new Intl.Collator("zh-CN", { numeric: true });

function sortKey(row, column, kind) {
  const cell = row.cells[column];
  if (kind === "key") return cell.dataset.key;
  return cell.textContent.trim();
}

function compare(left, right, kind) {
  if (kind === "number") return Number(left) - Number(right);
  return collator.compare(left, right);
}

/* Sort the rows; those without a value stay last both ways. */
function sortTable(table, head, direction) {
  const column = head.cellIndex;
  const kind = head.dataset.sort;
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [sortKey(row, column, kind), row]);
  rows.sort(([left], [right]) => {
    if (left === "" || right === "") return (left === "") - (right === "");
    return direction * compare(left, right, kind);
  });
  body.append(...rows.map(([, row]) => row));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
}

function setUpSorting(table) {
  for (const head of all("th[data-sort]", table)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortTable(table, head, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
  }
}

function setUpFilter(form) {
  const rows = [...one(".ledger").tBodies[0].rows].map((row) => ({
    row,
    words: row.textContent.toLowerCase(),
    owners: row.dataset.owners.split(" "),
    lacks: row.dataset.lacks.split(" "),
    speech: row.dataset.speech ?? "",
  }));
  const filter = () => {
    const wanted = new FormData(form);
    const words = wanted.get("words").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (entry) =>
      words.every((word) => entry.words.includes(word)) &&
      (!wanted.get("owner") || entry.owners.includes(wanted.get("owner"))) &&
      (!wanted.get("lack") || entry.lacks.includes(wanted.get("lack"))) &&
      (!wanted.get("speech") || entry.speech === wanted.get("speech"));
    let shown = 0;
    for (const entry of rows) {
      entry.row.hidden = !fits(entry);
      shown += !entry.row.hidden;
    }
    one(".count", form).textContent = shown === rows.length ? `共 ${rows.length} 项` : `显示 ${shown} / ${rows.length} 项`;
  };
  const table = one(".ledger");
  form.addEventListener("input", (event) => {
    if (event.target.name === "order") sortTable(table, one(`th.${event.target.value}`, table), 1);
    else filter();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    sortTable(table, one("th.number", table), 1);
    filter();
  }));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}

all(".ledger, .side").forEach(setUpSorting);
all(".tools").forEach(setUpFilter);

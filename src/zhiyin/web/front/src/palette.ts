import { token } from "./toasts";

type Hit = { kind: string; name: string; href: string; note: string };

const dialog = () => document.querySelector<HTMLDialogElement>("#palette")!;
const list = () => document.querySelector<HTMLUListElement>("#hits")!;

let chosen = 0;
let waiting: AbortController | undefined;
let pause = 0;

export function openPalette() {
  if (dialog().open) return;
  dialog().showModal();
  const input = dialog().querySelector("input")!;
  input.select();
  void ask(input.value);
}

async function ask(query: string) {
  waiting?.abort();
  waiting = new AbortController();
  try {
    // Not in the address: what is typed may be a customer's phone number.
    const answer = await fetch(dialog().dataset.source!, {
      method: "POST",
      body: new URLSearchParams({ q: query }),
      signal: waiting.signal,
      headers: { Accept: "application/json", "X-CSRFToken": token() },
    });
    if (answer.ok) draw((await answer.json()).hits, query.trim());
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
  }
}

function draw(hits: Hit[], query: string) {
  const { none, voices, voicesKind, voicesHref } = list().dataset;
  if (query && voicesHref && !/\d{7}|@/.test(query)) {
    const glue = voicesHref.includes("?") ? "&" : "?";
    const href = `${voicesHref}${glue}q=${encodeURIComponent(query)}`;
    hits = [...hits, { kind: voicesKind!, name: `${voices} “${query}”`, href, note: "" }];
  }
  chosen = 0;
  list().replaceChildren(...hits.map(item));
  if (!hits.length) list().append(Object.assign(document.createElement("li"), { className: "none", textContent: none }));
  mark();
}

function item(hit: Hit): HTMLLIElement {
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = hit.href;
  for (const [kind, text] of [["kind", hit.kind], ["name clip", hit.name], ["note clip", hit.note]])
    if (text) link.append(Object.assign(document.createElement("span"), { className: kind, textContent: text }));
  li.role = "option";
  li.append(link);
  return li;
}

function mark() {
  [...list().children].forEach((li, n) => li.setAttribute("aria-selected", String(n === chosen)));
  list().children[chosen]?.scrollIntoView({ block: "nearest" });
}

export function setUpPalette() {
  const box = document.querySelector<HTMLDialogElement>("#palette");
  if (!box) return;
  box.addEventListener("input", (event) => {
    clearTimeout(pause);
    pause = window.setTimeout(() => void ask((event.target as HTMLInputElement).value), 80);
  });
  box.addEventListener("keydown", (event) => {
    const n = list().querySelectorAll("a").length;
    // While a Chinese input method composes, Enter and arrows belong to it.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = n ? (chosen + (event.key === "ArrowDown" ? 1 : n - 1)) % n : 0;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      list().querySelectorAll("a")[chosen]?.click();
    }
  });
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
}

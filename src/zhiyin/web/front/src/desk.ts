// The desk's behaviour: everything works without it except opening beside the list, the palette and the charts.
import htmx from "htmx.org";
import { openPalette, setUpPalette } from "./palette";
import { setUpTables } from "./tables";
import { say } from "./toasts";

const root = document.documentElement;
const one = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector);

function onClick(selector: string, run: (element: HTMLElement, event: MouseEvent) => void) {
  document.addEventListener("click", (event) => {
    const hit = (event.target as Element).closest<HTMLElement>(selector);
    if (hit) run(hit, event);
  });
}

// Menus close when something else is clicked.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.pop[open]"))
    if (!menu.contains(event.target as Node)) menu.open = false;
});

onClick("[data-nav-open]", () => document.body.classList.add("nav-open"));
onClick("[data-nav-close]", () => document.body.classList.remove("nav-open"));
onClick("[data-palette]", () => openPalette());
onClick("[data-keys]", () => one<HTMLDialogElement>("#keys")?.showModal());
onClick("[data-dialog]", (button) => one<HTMLDialogElement>(`#${button.dataset.dialog}`)?.showModal());
onClick("[data-side-close]", closeSide);
onClick("[data-copy]", (button) => navigator.clipboard?.writeText(button.dataset.copy ?? ""));

onClick("[data-theme-switch]", () => {
  const dark = getComputedStyle(root).colorScheme === "dark";
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `zhiyin_theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  document.dispatchEvent(new Event("zhiyin:theme"));
});

export function closeSide() {
  const side = one("#side");
  if (!side?.childElementCount) return;
  side.replaceChildren();
  document.querySelectorAll('tr[aria-selected="true"]').forEach((row) => row.removeAttribute("aria-selected"));
  document.dispatchEvent(new Event("zhiyin:resize"));
}

document.addEventListener("keydown", (event) => {
  if (!(event.target instanceof Element)) return;
  const typing = (event.target as Element).closest("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    closeSide();
    document.querySelectorAll<HTMLDetailsElement>("details.pop[open]").forEach((menu) => (menu.open = false));
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (event.key === "/") {
      event.preventDefault();
      openPalette();
    } else if (event.key === "?") one<HTMLDialogElement>("#keys")?.showModal();
    else one<HTMLElement>(`:is(a, button)[data-key="${CSS.escape(event.key)}"]`)?.click();
  }
});

// Long menus: type to narrow.
document.addEventListener("input", (event) => {
  const field = event.target as HTMLInputElement;
  if (!field.matches("[data-narrow]")) return;
  const wanted = field.value.trim().toLowerCase();
  for (const link of field.closest(".sheet")!.querySelectorAll<HTMLAnchorElement>("a"))
    link.hidden = !link.textContent!.toLowerCase().includes(wanted);
});

document.addEventListener("submit", (event) => {
  if ((event.target as Element).querySelector("[data-narrow]")) event.preventDefault();
});

// A select or checkbox with data-submit sends its form at once.
document.addEventListener("change", (event) => {
  const field = event.target as HTMLInputElement;
  if (field.matches("[data-submit]")) field.form?.requestSubmit();
});

// Of details with one name only one is open: what comes in open stays so only where the one it replaces was closed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, shouldSwap } = (event as CustomEvent).detail;
  if (shouldSwap) for (const one of (target as Element).querySelectorAll<HTMLDetailsElement>("details[name][open]")) one.open = false;
});

// Files dropped onto a .drop label land in its input.
for (const name of ["dragover", "dragleave", "drop"])
  document.addEventListener(name, (event) => {
    const zone = (event.target as Element).closest?.<HTMLElement>(".drop");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", name === "dragover");
    const files = (event as DragEvent).dataTransfer?.files;
    const input = zone.querySelector<HTMLInputElement>("input[type=file]");
    if (name !== "drop" || !files?.length || !input) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

// Words marked in a text become the span of what is said about them. The server counts characters, we count UTF-16.
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  const text = one("[data-spans]");
  const form = one<HTMLInputElement>("[data-span-start]")?.form;
  if (!chosen?.rangeCount || !text || !form || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
  const range = chosen.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  const words = range.toString();
  form.querySelector<HTMLInputElement>("[data-span-start]")!.value = String(start);
  form.querySelector<HTMLInputElement>("[data-span-end]")!.value = String(start + [...words].length);
  form.querySelector("[data-span-said]")!.textContent = words;
});

document.addEventListener("zhiyin:tell", (event) => {
  for (const message of (event as CustomEvent).detail.messages) say(message.text, message.undo);
});

// Leaving the page shows the same thin line as waiting for a part of it.
window.addEventListener("beforeunload", () => root.classList.add("leaving"));
window.addEventListener("pageshow", () => root.classList.remove("leaving"));

// The charts' engine is large: fetched only by pages that draw.
let asked = false;
function wantCharts() {
  if (asked || !document.querySelector("figure.chart")) return;
  asked = true;
  const script = document.createElement("script");
  script.src = document.body.dataset.charts!;
  document.head.append(script);
}

document.addEventListener("htmx:afterSettle", () => {
  wantCharts();
  document.dispatchEvent(new Event("zhiyin:resize"));
});

document.querySelectorAll<HTMLElement>("#toasts [data-message]").forEach((toast) => {
  const tags = toast.dataset.tags ?? "";
  say(toast.textContent!.trim(), tags.startsWith("undo:") ? tags.slice(5) : "");
  toast.remove();
});

setUpPalette();
setUpTables();
wantCharts();
Object.assign(window, { htmx });

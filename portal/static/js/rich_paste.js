// What is pasted from a word processor or a page keeps its paragraphs, lists, bold, italic and links, written
// with the signs of our long texts; fonts, colours, comments and the rest of its clothes are left behind.
const SKIPPED = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "HEAD", "O:P", "IMG", "XML", "TEMPLATE"]);
const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "TR", "BLOCKQUOTE", "PRE", "SECTION", "ARTICLE"]);
const NUMBER = /^\s*(?:\d+|[a-z])[.)]\s*$/i;

const styleOf = (node) => (node.getAttribute("data-style") ?? "").toLowerCase().replace(/\s+/g, "");
const plain = (text) => text.replace(/[\t\r\n ]+/g, " ").replace(/(\*\*|__)/g, "\\$1");

function isBold(node) {
  const weight = styleOf(node).match(/(?:^|;)font-weight:(\w+)/)?.[1];
  if (weight) return weight === "bold" || Number(weight) >= 600;
  return node.tagName === "B" || node.tagName === "STRONG";
}

function isItalic(node) {
  const slant = styleOf(node).match(/(?:^|;)font-style:(\w+)/)?.[1];
  return slant ? slant === "italic" : node.tagName === "I" || node.tagName === "EM";
}

function marked(text, mark) {
  const [, before, words, after] = text.match(/^(\s*)([^]*?)(\s*)$/);
  return words && !words.includes("\n") ? `${before}${mark}${words}${mark}${after}` : text;
}

// The words of a node on one line, with marks. `outer` says which marks are on already.
function inline(node, outer = "") {
  if (node.nodeType === Node.TEXT_NODE) return plain(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName)) return "";
  if (styleOf(node).includes("mso-list:ignore") || styleOf(node).includes("display:none")) return "";
  if (node.tagName === "BR") return "\n";
  const bold = !outer.includes("b") && isBold(node);
  const italic = !outer.includes("i") && isItalic(node);
  const inside = outer + (bold ? "b" : "") + (italic ? "i" : "");
  let text = [...node.childNodes].map((child) => inline(child, inside)).join("");
  const href = node.tagName === "A" ? (node.getAttribute("href") ?? "") : "";
  if (/^(https?:|mailto:)/i.test(href) && text.trim()) {
    text = text.trim() === href ? href : `[${text.trim()}](${href.replaceAll("(", "%28").replaceAll(")", "%29")})`;
  }
  if (italic) text = marked(text, "__");
  return bold ? marked(text, "**") : text;
}

// The marker and depth of a line that Word draws as an item of a list.
function wordItem(node) {
  const level = styleOf(node).match(/mso-list:l\d+level(\d+)/);
  if (!level) return null;
  const sign = [...node.querySelectorAll("span")].find((span) => styleOf(span).includes("mso-list:ignore"));
  return { depth: Number(level[1]) - 1, isNumbered: NUMBER.test(sign?.textContent ?? "") };
}

function blocksOf(root) {
  const blocks = [];
  let loose = "";
  const flush = () => {
    if (loose.trim()) blocks.push({ text: loose.trim() });
    loose = "";
  };
  const walk = (node, lists) => {
    for (const child of node.childNodes) {
      const tag = child.tagName;
      if (tag === "UL" || tag === "OL") {
        flush();
        walk(child, [...lists, tag]);
      } else if (tag === "TR") {
        flush();
        blocks.push({ text: [...child.cells].map((cell) => inline(cell).trim()).filter(Boolean).join(" · ") });
      } else if (tag && !SKIPPED.has(tag) && child.querySelector("p,div,li,ul,ol,tr,h1,h2,h3,h4,h5,h6")) {
        flush();
        const isItem = tag === "LI";
        const start = blocks.length;
        walk(child, lists);
        flush();
        if (isItem && blocks[start] && !blocks[start].item) {
          blocks[start].item = { depth: lists.length - 1, isNumbered: lists.at(-1) === "OL" };
        }
      } else if (BLOCKS.has(tag)) {
        flush();
        const item = tag === "LI" ? { depth: Math.max(0, lists.length - 1), isNumbered: lists.at(-1) === "OL" } : wordItem(child);
        const text = inline(child).trim();
        if (text) blocks.push({ text, item });
      } else {
        loose += inline(child);
      }
    }
  };
  walk(root, []);
  flush();
  return blocks;
}

// A text with our signs, from the HTML of a clipboard.
export function textOf(html) {
  // Styles are read, never applied: the policy of the page would refuse them, and say so.
  const tame = html.replace(/<style[^]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const root = new DOMParser().parseFromString(tame, "text/html").body;
  let text = "";
  let wasItem = false;
  const counts = [];
  for (const { text: words, item } of blocksOf(root).filter((block) => block.text)) {
    if (text) text += wasItem && item ? "\n" : "\n\n";
    if (item) {
      counts.length = item.depth + 1;
      counts[item.depth] = (counts[item.depth] ?? 0) + 1;
      const marker = item.isNumbered ? `${counts[item.depth]}. ` : "- ";
      text += "  ".repeat(item.depth) + marker + words.replaceAll("\n", " ");
    } else {
      counts.length = 0;
      text += words.replace(/^(\s*)(-|\d+\.) /gm, "$1\\$2 ").replace(/ *\n */g, "\n");
    }
    wasItem = Boolean(item);
  }
  return text;
}

document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("textarea[data-rich-text]")) return;
  const html = event.clipboardData.getData("text/html");
  const text = html && textOf(html);
  if (!text) return;
  event.preventDefault();
  document.execCommand("insertText", false, text); // the only way that can be undone by Ctrl-Z
});

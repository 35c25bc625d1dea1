// In the table of contents, the part being read is the current one.
const links = new Map();
for (const link of document.querySelectorAll("[data-toc] a[href^='#']")) {
  const title = document.getElementById(link.hash.slice(1));
  if (title) links.set(title, link);
}

const update = () => {
  const line = window.innerHeight / 3;
  let current = links.keys().next().value;
  for (const title of links.keys()) {
    if (title.getBoundingClientRect().top < line) current = title;
  }
  for (const [title, link] of links) {
    if (title === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
};

if (links.size) {
  const observer = new IntersectionObserver(update, { rootMargin: "0px 0px -66% 0px" });
  for (const title of links.keys()) observer.observe(title);
  update();
}

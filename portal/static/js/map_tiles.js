// An image of the map's background that does not come goes away: the mark of a broken image would hide the map.
const settle = () => {
  for (const image of document.querySelectorAll(".region-map__tiles image")) image.decode().catch(() => image.remove());
};
document.body.addEventListener("htmx:afterSwap", settle);
settle();

// The card that explains a word or a mark: in the browser's top layer, so nothing cuts it off.

const CARD_DELAY = 140; // milliseconds; a pointer that only passes opens nothing
const CARD_WIDTH = 320; // pixels, as in the style

class Card {
  constructor(element) {
    this.element = element;
  }

  soon(open) {
    clearTimeout(this.timer);
    this.timer = setTimeout(open, CARD_DELAY);
  }

  /** Show `content` and stay until it is dismissed: there is something in it to be used. */
  pin(x, y, content) {
    this.at(x, y, content);
    this.element.classList.add("pinned");
  }

  /** Show `content` under a point of the window. Its place is computed from the point alone: nothing is measured. */
  at(x, y, content) {
    clearTimeout(this.timer);
    const { element } = this;
    if (element.classList.contains("pinned") && element.matches(":popover-open")) return;
    element.replaceChildren(...content);
    const low = y > 0.7 * innerHeight;
    element.style.left = `${Math.max(8, Math.min(x - 24, innerWidth - CARD_WIDTH - 16))}px`;
    element.style.top = low ? "auto" : `${y + 18}px`;
    element.style.bottom = low ? `${innerHeight - y + 22}px` : "auto";
    if (!element.matches(":popover-open")) element.showPopover?.();
  }

  hide() {
    if (!this.element.classList.contains("pinned")) this.dismiss();
  }

  dismiss() {
    clearTimeout(this.timer);
    this.element.classList.remove("pinned");
    if (this.element.matches(":popover-open")) this.element.hidePopover();
  }
}

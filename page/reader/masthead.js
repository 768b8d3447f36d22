// The masthead: the title in English and in Chinese; date, byline and source under it.

const LONG_TITLE = 70; // letters; a first sentence that serves as title is not shouted

class Masthead {
  constructor(reader, element) {
    this.reader = reader;
    this.element = element;
  }

  draw({ lang, title: [source, target], byline, marks }) {
    const place = this.element;
    const large = place.querySelector(".title");
    // Until the English is there the Chinese title stands in the large place.
    this.reader.english(large, "title", 0, target ?? source);
    large.lang = target === null ? lang : "en";
    large.classList.toggle("long", (target ?? source).length > LONG_TITLE);
    Object.assign(large.dataset, { column: "title", source });
    const small = place.querySelector(".title-source");
    paint(small, target === null ? "" : source, this.reader.sideOf("title", 0, false));
    small.lang = lang;
    this.reader.mark(place.querySelector(".title-marks"), marks.title, "title", source);
    const lines = place.querySelector(".byline");
    while (lines.children.length > byline.length) lines.lastChild.remove();
    byline.forEach(([text, english], index) => {
      const line = lines.children[index] ?? lines.appendChild(byLine());
      const [written, original, told] = line.children;
      this.reader.english(written, "byline", index, english);
      Object.assign(written.dataset, { column: "byline", source: text });
      paint(original, text, this.reader.sideOf("byline", index, false));
      original.lang = lang;
      this.reader.mark(told, marks.byline[index] ?? [], "byline", text);
    });
  }
}

/** A line under the title: its English, its Chinese, and what is told of it. */
function byLine() {
  return made("li", {}, made("span", { lang: "en" }), made("span"), made("div", { className: "marks" }));
}

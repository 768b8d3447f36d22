// A second model beside the first: what it made of each sentence, and where the two differ.

class Comparison {
  constructor(reader) {
    this.reader = reader;
  }

  draw(place, column, index) {
    const [text, , spans] = this.second(column)[index] ?? [null, [], []];
    place.hidden = text === null;
    paint(place, text ?? "", [], [], spans);
  }

  differing(column, index) {
    return this.second(column)[index]?.[1] ?? [];
  }

  /** What the other translator made of each sentence of a column: [text, differences here, differences there]. */
  second(column) {
    return { article: this.reader.data.compare?.rows, summary: this.reader.data.compare?.items }[column] ?? [];
  }

  /** The sentences of a second summary, under the first: [text, English, whether the first has it too]. */
  others(compare) {
    const place = this.reader.root.querySelector(".others");
    const entries = compare?.summary ?? [];
    place.hidden = !entries.length;
    place.replaceChildren(
      ...entries.map(([text, english, shared]) =>
        made(
          "li",
          { className: shared ? "shared" : "new" },
          made("p", { lang: this.reader.data.lang }, text),
          made("p", { lang: "en" }, english ?? ""),
        ),
      ),
    );
    place.setAttribute("aria-label", compare?.label ?? "");
    setText(this.reader.root.querySelector(".compared"), compare?.label ?? "");
  }
}

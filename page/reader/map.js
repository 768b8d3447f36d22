// The article at a glance: a slim strip, a stretch for each sentence; those the summary rests on stand out.

const DENSE = 150; // sentences; with more, the gaps between the stretches would be longer than the strip

class CoverageMap {
  constructor(reader, element) {
    this.element = element;
    element.addEventListener("click", (event) => {
      const row = event.target.dataset.row;
      if (row === undefined) return;
      const place = reader.rows.children[row];
      reader.lock(place);
      reader.reveal(place);
    });
  }

  draw({ rows, salience }, supports) {
    this.element.classList.toggle("dense", rows.length > DENSE);
    if (this.element.children.length !== rows.length) {
      this.element.replaceChildren(
        ...rows.map(([text], index) => {
          const stretch = made("i");
          stretch.dataset.row = index;
          stretch.style.flexGrow = Math.max(1, text.length);
          return stretch;
        }),
      );
    }
    [...this.element.children].forEach((stretch, index) => {
      stretch.classList.toggle("cited", supports.has(index));
      stretch.style.setProperty("--salience", salience[index] ?? 0);
    });
  }

  light(glowing) {
    for (const old of this.lit ?? []) old.classList.remove("lit");
    const rows = glowing.filter((one) => one?.dataset.column === "article");
    this.lit = rows.map((row) => this.element.children[row.dataset.index]).filter(Boolean);
    for (const stretch of this.lit) stretch.classList.add("lit");
  }
}

// Enter and the arrow keys walk the column of score boxes as in a spreadsheet; a column copied from one is filled in downwards.
// Without this script Tab does the same walk and nothing else is lost. It reads and writes nothing but the boxes.
(() => {
  if (window.aimlineScoreKeys) return;
  window.aimlineScoreKeys = true;
  const boxes = () => [...document.querySelectorAll('[class*="st-key-score_box"] input')];
  const steps = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

  const walk = (event) => {
    const all = boxes();
    const at = all.indexOf(event.target);
    const step = steps[event.key];
    if (at < 0 || !step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    const next = all[at + step] ?? (step > 0 ? document.querySelector('.st-key-score_save button') : null);
    next?.focus();
    if (next?.select) next.select();
  };

  const write = (box, text) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const fill = async (event) => {
    const all = boxes();
    const at = all.indexOf(event.target);
    const lines = (event.clipboardData?.getData('text') ?? '').replace(/\r?\n$/, '').split(/\r?\n/);
    if (at < 0 || lines.length < 2) return;
    event.preventDefault();
    const pause = () => new Promise((done) => setTimeout(done, 60)); // lets each box hand its value over before the next is touched
    for (const [row, line] of lines.slice(0, all.length - at).entries()) {
      all[at + row].focus();
      write(all[at + row], line.split('\t')[0].trim());
      await pause();
    }
    document.activeElement?.blur();
  };

  document.addEventListener('keydown', walk, true);
  document.addEventListener('paste', fill, true);
})();

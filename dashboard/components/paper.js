// Charts and tables are drawn for the width of the screen. Before a page is printed, each chart gets a box of its own size and each table
// the share by which it shrinks, so that the rules of paper.css can fit them to the paper. It reads and writes nothing else.
(() => {
  if (window.aimlinePaper) return;
  window.aimlinePaper = true;
  const PAPER = 700; // pixels between the margins of A4, the narrower of the usual papers
  const print = window.matchMedia('print');

  const fit = () => {
    for (const one of document.querySelectorAll('.stMain .main-svg')) {
      one.setAttribute('viewBox', `0 0 ${one.getAttribute('width')} ${one.getAttribute('height')}`);
    }
    for (const one of document.querySelectorAll('.stMain [data-testid="stDataFrameResizable"]')) {
      one.style.setProperty('--on-paper', Math.min(1, PAPER / parseFloat(one.style.width || PAPER)));
    }
  };
  const back = () => document.querySelectorAll('.stMain .main-svg').forEach((one) => one.removeAttribute('viewBox'));

  window.addEventListener('beforeprint', fit);
  window.addEventListener('afterprint', back);
  print.addEventListener('change', () => (print.matches ? fit() : back()));
})();

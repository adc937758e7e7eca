'use strict';
// The page of a concept map. The picture is a finished SVG: this script moves its view box, hides and lights up its
// parts, and fills the panel from the data beside it. All text enters the page as text, never as markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($('data').textContent);
  const stage = $('stage');
  const svg = stage.querySelector(':scope > svg.map');
  const scene = svg.querySelector(':scope > g[transform]');
  const title = document.title;
  const plain = svg.getAttribute('viewBox');

  // nodes and edges are the data, each with its element. The elements stand in the order of the data.
  const drawn = svg.querySelectorAll('.node[data-id]');
  const nodes = data.nodes.map((n, i) => ({ ...n, g: drawn[i], link: drawn[i].querySelector('a'), edges: [] }));
  const byID = new Map(nodes.map((n) => [n.id, n]));
  const byElement = new Map(nodes.map((n) => [n.g, n]));
  const names = [...svg.querySelectorAll('.group')].map((g, i) => ({ g, group: data.groups[i] }));
  for (const n of nodes) n.link.setAttribute('aria-label', n.name + ', ' + n.about);
  const lines = svg.querySelectorAll('.edge[data-kind]');
  const edges = data.edges.map((e, i) => ({
    g: lines[i], from: nodes[e.from], to: nodes[e.to], relation: data.relations[e.relation], questions: e.questions,
  }));
  for (const e of edges) {
    e.from.edges.push(e);
    e.to.edges.push(e);
  }

  function make(tag, text, attributes) {
    const e = document.createElement(tag);
    e.textContent = text || '';
    for (const name in attributes) e.setAttribute(name, attributes[name]);
    return e;
  }

  const address = (n) => '#concept-' + encodeURIComponent(n.id);

  // named returns the node that an address names.
  function named(hash) {
    if (!hash.startsWith('#concept-')) return undefined;
    const id = hash.slice('#concept-'.length);
    try {
      return byID.get(decodeURIComponent(id)) || byID.get(id);
    } catch {
      return byID.get(id);
    }
  }

  // ---- The camera: the point of the picture in the middle of the stage, and pixels for each of its units.

  const camera = { x: 0, y: 0, scale: 1 };
  const closest = 6;
  const readable = 0.55; // the scale under which names can't be read
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let flight = 0;
  let printing = false;

  function look() {
    if (printing) return;
    const w = stage.clientWidth / camera.scale;
    const h = stage.clientHeight / camera.scale;
    svg.setAttribute('viewBox', [camera.x - w / 2, camera.y - h / 2, w, h].map((x) => x.toFixed(2)).join(' '));
  }

  // boxOf returns the place of an element of the scene in the picture.
  function boxOf(g) {
    const b = g.getBBox();
    const m = scene.transform.baseVal.consolidate().matrix;
    return { x: b.x + m.e, y: b.y + m.f, w: b.width, h: b.height };
  }

  // overview is the camera that shows all that is not hidden.
  function overview() {
    const b = boxOf(scene);
    const room = 32;
    const scale = Math.min((stage.clientWidth - room) / Math.max(b.w, 1), (stage.clientHeight - room) / Math.max(b.h, 1), 1.6);
    return { x: b.x + b.w / 2, y: b.y + b.h / 2, scale: Math.max(scale, 0.02) };
  }

  function fly(to) {
    cancelAnimationFrame(flight);
    if (still.matches) {
      Object.assign(camera, to);
      look();
      return;
    }
    const from = { ...camera };
    let began;
    const step = (now) => {
      began = began || now;
      const part = Math.min(1, (now - began) / 220);
      const t = part * (2 - part);
      for (const k of ['x', 'y', 'scale']) camera[k] = from[k] + (to[k] - from[k]) * t;
      look();
      if (part < 1) flight = requestAnimationFrame(step);
    };
    flight = requestAnimationFrame(step);
  }

  // zoom changes the scale and keeps the point of the picture under a point of the stage.
  function zoom(factor, px = stage.clientWidth / 2, py = stage.clientHeight / 2) {
    cancelAnimationFrame(flight);
    const least = Math.min(overview().scale, 1) / 2;
    const scale = Math.min(closest, Math.max(least, camera.scale * factor));
    const dx = px - stage.clientWidth / 2;
    const dy = py - stage.clientHeight / 2;
    camera.x += dx / camera.scale - dx / scale;
    camera.y += dy / camera.scale - dy / scale;
    camera.scale = scale;
    look();
  }

  function move(dx, dy) {
    cancelAnimationFrame(flight);
    const b = boxOf(scene);
    const within = (v, low, size) => Math.min(low + size, Math.max(low, v));
    camera.x = within(camera.x - dx / camera.scale, b.x, b.w);
    camera.y = within(camera.y - dy / camera.scale, b.y, b.h);
    look();
  }

  // approach brings a node into view, and near enough to be read.
  function approach(n) {
    const b = boxOf(n.g);
    const center = { x: b.x + b.w / 2, y: b.y + b.h / 2 };
    const inX = Math.abs(center.x - camera.x) < stage.clientWidth / camera.scale / 2 - b.w / 2 - 8;
    const inY = Math.abs(center.y - camera.y) < stage.clientHeight / camera.scale / 2 - b.h / 2 - 8;
    if (inX && inY && camera.scale >= readable) return;
    fly({ ...center, scale: Math.max(camera.scale, readable * 1.4) });
  }

  // start shows the whole where its names can be read, and otherwise what is in focus or most asked about.
  function start() {
    const whole = overview();
    Object.assign(camera, whole);
    if (whole.scale < readable && nodes.length > 0) {
      const first = nodes.find((n) => n.g.classList.contains('focus')) || nodes.reduce((a, b) => (size(b) > size(a) ? b : a));
      const b = boxOf(first.g);
      const all = boxOf(scene);
      const inside = (v, low, size, view) => (view > size ? low + size / 2 : Math.min(low + size - view / 2, Math.max(low + view / 2, v)));
      camera.scale = readable;
      camera.x = inside(b.x + b.w / 2, all.x - 16, all.w + 32, stage.clientWidth / readable);
      camera.y = inside(b.y + b.h / 2, all.y - 16, all.h + 32, stage.clientHeight / readable);
    }
    look();
  }
  const size = (n) => n.questions.length + n.more;

  // ---- Pointers: one drags, two pinch. A press that moved is no click; a touch beside a node means the nearest.

  const pressed = new Map();
  let travelled = 0;
  const place = (e) => {
    const r = stage.getBoundingClientRect();
    return { x: e.clientX - r.left, y: e.clientY - r.top };
  };

  stage.addEventListener('pointerdown', (e) => {
    if (e.button !== 0 || e.target.closest('.zoom')) return;
    if (pressed.size === 0) travelled = 0;
    pressed.set(e.pointerId, place(e));
  });
  addEventListener('pointermove', (e) => {
    const before = pressed.get(e.pointerId);
    if (!before) return;
    const now = place(e);
    const spread = () => {
      const [a, b] = [...pressed.values()];
      return b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, d: Math.hypot(a.x - b.x, a.y - b.y) } : { ...a, d: 0 };
    };
    const was = spread();
    pressed.set(e.pointerId, now);
    const is = spread();
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    if (travelled < 5) return;
    stage.classList.add('moving');
    move(is.x - was.x, is.y - was.y);
    if (was.d > 0 && is.d > 0) zoom(is.d / was.d, is.x, is.y);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, (e) => {
      pressed.delete(e.pointerId);
      if (pressed.size === 0) stage.classList.remove('moving');
    });
  }
  stage.addEventListener('dragstart', (e) => e.preventDefault());
  stage.addEventListener('click', (e) => {
    if (travelled >= 5 && e.detail > 0) {
      e.preventDefault();
      e.stopPropagation();
    } else if (e.pointerType === 'touch' && !e.target.closest('a, button')) {
      const n = nearest(e.clientX, e.clientY, 22);
      if (n) go(n);
    }
  }, true);
  stage.addEventListener('wheel', (e) => {
    e.preventDefault();
    const p = place(e);
    const unit = [1, 16, 400][e.deltaMode];
    zoom(Math.exp(-Math.max(-120, Math.min(120, e.deltaY * unit)) * (e.ctrlKey ? 0.01 : 0.0025)), p.x, p.y);
  }, { passive: false });

  // nearest returns the shown node at most so many pixels from a point.
  function nearest(x, y, most) {
    let best;
    for (const n of nodes) {
      const r = n.g.getBoundingClientRect();
      if (r.width === 0) continue;
      const d = Math.hypot(Math.max(r.left - x, 0, x - r.right), Math.max(r.top - y, 0, y - r.bottom));
      if (d <= most) {
        most = d;
        best = n;
      }
    }
    return best;
  }

  // ---- The panel. The address names the node that it shows.

  let chosen;

  function go(n) {
    show(n);
    if (named(location.hash) !== n) history.pushState(null, '', address(n));
    document.title = n.name + ' · ' + title;
    $('panel-name').focus({ preventScroll: true });
    if (innerWidth <= 760) document.querySelector('main').scrollIntoView();
  }

  function close() {
    const last = chosen;
    show(undefined);
    history.pushState(null, '', location.pathname + location.search);
    if (last) last.link.focus({ preventScroll: true });
  }

  // follow shows what the address names.
  function follow() {
    const n = named(location.hash);
    if (n !== chosen) show(n);
  }

  function show(n) {
    if (chosen) {
      chosen.g.classList.remove('chosen');
      chosen.link.removeAttribute('aria-current');
    }
    chosen = n;
    $('panel').hidden = !n;
    document.title = n ? n.name + ' · ' + title : title;
    $('hits').hidden = true;
    if (n) {
      reveal(n);
      n.g.classList.add('chosen');
      n.link.setAttribute('aria-current', 'true');
      fill(n);
      approach(n);
    }
    light();
  }

  function fill(n) {
    $('panel-name').textContent = n.name;
    $('panel-about').textContent = n.about;
    $('panel-names').textContent = n.names.length > 0 ? 'Also: ' + n.names.join(', ') : '';
    $('panel-definition').textContent = n.definition;
    $('panel-relations').replaceChildren(...relationsOf(n));
    $('panel-questions').replaceChildren(...questionsOf(n));
    document.querySelector('.side').scrollTop = 0;
  }

  // relationsOf says each relation from the side of the node, those of one kind together.
  function relationsOf(n) {
    const lists = new Map();
    for (const e of n.edges) {
      const words = e.from === n ? e.relation.out : e.relation.back;
      if (!lists.has(words)) lists.set(words, []);
      const other = e.from === n ? e.to : e.from;
      const item = make('li');
      item.append(make('a', other.name, { href: address(other) }));
      if (e.questions) item.append(' ', make('small', e.questions));
      lists.get(words).push(item);
    }
    const parts = [];
    for (const [words, items] of lists) {
      const list = make('ul');
      list.append(...items);
      parts.push(make('h3', words[0].toUpperCase() + words.slice(1)), list);
    }
    return parts;
  }

  function questionsOf(n) {
    if (size(n) === 0) return [];
    const parts = [make('h3', 'Questions about it')];
    const list = make('ul');
    for (const q of n.questions) {
      const item = make('li');
      item.append(make('b', q.id), q.stem);
      list.append(item);
    }
    parts.push(list);
    if (n.more > 0) parts.push(make('p', n.questions.length > 0 ? 'and ' + n.more + ' more' : String(n.more), { class: 'more' }));
    return parts;
  }

  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  document.addEventListener('click', (e) => {
    const a = e.target.closest('a');
    if (!a || e.defaultPrevented || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    const g = a.closest('.node[data-id]');
    const n = g ? byElement.get(g) : named(a.getAttribute('href'));
    if (n) {
      e.preventDefault();
      if (a.closest('.tables')) scrollTo(0, 0);
      go(n);
    } else if (a.hash === '#tables') {
      $('tables').open = true;
    }
  });
  $('close').addEventListener('click', close);

  // ---- Search: by any name, without regard to case, accents and punctuation.

  const folded = (s) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  for (const n of nodes) n.words = [n.name, ...n.names, n.id].map(folded);
  let matches = [];
  const listed = 8;

  // rank says how well a name fits: whole, at its beginning, at that of a word, anywhere; 4 is not at all.
  function rank(name, wanted) {
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    if (name.includes(' ' + wanted)) return 2;
    return name.includes(wanted) || name.replaceAll(' ', '').includes(wanted.replaceAll(' ', '')) ? 3 : 4;
  }

  function search() {
    const wanted = folded($('find').value);
    matches = [];
    for (const n of wanted ? nodes : []) {
      const ranks = n.words.map((w) => rank(w, wanted));
      const best = Math.min(...ranks);
      if (best < 4) matches.push({ n, best, by: ranks.indexOf(best) });
    }
    matches.sort((a, b) => a.best - b.best || size(b.n) - size(a.n) || (a.n.name < b.n.name ? -1 : 1));
    for (const n of nodes) n.g.classList.toggle('found', matches.some((m) => m.n === n));
    $('hits').replaceChildren(...matches.slice(0, listed).map(hit));
    $('hits').hidden = matches.length === 0;
    tell(!wanted ? '' : matches.length === 0 ? 'Nothing on this map is called that' : count(matches.length, 'concept') + ' found');
    light();
  }

  function hit({ n, by }) {
    const item = make('li');
    const a = make('a', n.name + ' ', { href: address(n) });
    if (by > 0 && by <= n.names.length) a.append(make('small', 'also ' + n.names[by - 1]));
    item.append(a);
    return item;
  }

  const count = (n, word) => n + ' ' + word + (n === 1 ? '' : 's');
  const tell = (text) => { $('status').textContent = text; };

  $('find').addEventListener('input', search);
  $('find').addEventListener('focus', () => { $('hits').hidden = matches.length === 0; light(); });
  document.querySelector('.search').addEventListener('keydown', (e) => {
    const links = [...$('hits').querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (e.key === 'Enter' && at < 0) {
      if (matches.length > 0) go(matches[0].n);
    } else if (e.key === 'ArrowDown' && links.length > 0) {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (e.key === 'ArrowUp' && at >= 0) {
      (links[at - 1] || $('find')).focus();
    } else if (e.key === 'Escape') {
      $('find').value = '';
      search();
      $('find').blur();
    } else {
      return;
    }
    e.preventDefault();
    e.stopPropagation();
  });
  document.querySelector('.search').addEventListener('focusout', (e) => {
    if (!e.relatedTarget || !e.relatedTarget.closest('.search')) {
      setTimeout(() => { $('hits').hidden = $('hits').hidden || !document.activeElement.closest('.search'); }, 150);
      setTimeout(light);
    }
  });

  // light lifts what is looked for, or else the chosen node with all that it is joined to.
  function light() {
    const lit = new Set();
    if (matches.length > 0 && (!chosen || document.activeElement === $('find'))) {
      for (const m of matches) lit.add(m.n);
    } else if (chosen) {
      lit.add(chosen);
      for (const e of chosen.edges) lit.add(e).add(e.from).add(e.to);
    }
    svg.classList.toggle('lighting', lit.size > 0);
    for (const x of [...nodes, ...edges]) x.g.classList.toggle('lit', lit.has(x));
  }

  // ---- Filters. A node is shown while the boxes of its group and kind are ticked, an edge with both of its ends.

  const boxes = [...document.querySelectorAll('[data-filter] input')];
  const sort = (box) => box.closest('[data-filter]').dataset.filter;

  function filter() {
    const off = { group: new Set(), kind: new Set(), relation: new Set() };
    for (const box of boxes) if (!box.checked) off[sort(box)].add(box.value);
    for (const n of nodes) n.off = off.group.has(n.group) || off.kind.has(n.kind);
    for (const e of edges) e.off = e.from.off || e.to.off || off.relation.has(e.relation.kind);
    for (const x of names) x.off = !nodes.some((n) => !n.off && n.group === x.group);
    for (const x of [...nodes, ...edges, ...names]) x.g.classList.toggle('off', x.off);
    const shown = nodes.filter((n) => !n.off).length;
    const hidden = boxes.some((box) => !box.checked);
    document.querySelector('.all').hidden = !hidden;
    tell(hidden ? shown + ' of ' + count(nodes.length, 'concept') + ' shown' : '');
    if (chosen && chosen.off) close();
  }

  // reveal ticks the boxes that hide a node.
  function reveal(n) {
    if (!n.off) return;
    for (const box of boxes) box.checked = box.checked || n[sort(box)] === box.value;
    filter();
  }

  for (const box of boxes) box.addEventListener('change', filter);
  $('all').addEventListener('click', () => {
    for (const box of boxes) box.checked = true;
    filter();
    $('legend').querySelector('summary').focus();
  });

  $('tables').addEventListener('toggle', () => {
    if ($('tables').open) $('tables').scrollIntoView();
  });

  // ---- Tables: a click on a heading sorts by it, a second one turns the order.

  for (const th of document.querySelectorAll('thead th')) {
    const button = make('button', th.textContent, { type: 'button' });
    th.replaceChildren(button);
    button.addEventListener('click', () => order(th));
  }

  function order(th) {
    const way = th.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
    for (const other of th.parentElement.children) other.removeAttribute('aria-sort');
    th.setAttribute('aria-sort', way === 1 ? 'ascending' : 'descending');
    const body = th.closest('table').tBodies[0];
    const text = (row) => row.cells[th.cellIndex].textContent;
    const numbers = th.classList.contains('number');
    const rows = [...body.rows].sort((a, b) => way * (numbers ? text(a) - text(b) : text(a).localeCompare(text(b), 'en', { numeric: true })));
    body.append(...rows);
  }

  // ---- Keys.

  const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input[type=search]')) return;
    if (e.key === '/') {
      $('find').focus();
      $('find').select();
    } else if (e.key === '+' || e.key === '=') {
      zoom(1.3);
    } else if (e.key === '-') {
      zoom(1 / 1.3);
    } else if (e.key === '0') {
      fly(overview());
    } else if (e.key === 'Escape' && chosen) {
      close();
    } else if (steps[e.key] && (document.activeElement === document.body || stage.contains(document.activeElement))) {
      move(...steps[e.key]);
    } else {
      return;
    }
    e.preventDefault();
  });
  $('closer').addEventListener('click', () => zoom(1.3));
  $('farther').addEventListener('click', () => zoom(1 / 1.3));
  $('whole').addEventListener('click', () => fly(overview()));
  stage.addEventListener('focusin', (e) => {
    const g = e.target.closest('.node[data-id]');
    if (g && e.target.matches(':focus-visible')) approach(byElement.get(g));
  });

  // ---- The beginning. On paper the picture is as it was drawn.

  document.documentElement.classList.add('live');
  for (const part of document.querySelectorAll('.search, .zoom, .keys')) part.hidden = false;
  if (innerWidth <= 760) $('legend').open = false;
  start();
  follow();
  new ResizeObserver(look).observe(stage);
  addEventListener('beforeprint', () => {
    printing = true;
    svg.setAttribute('viewBox', plain);
  });
  addEventListener('afterprint', () => {
    printing = false;
    look();
  });
})();

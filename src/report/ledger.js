// Search and filters of the page of the ledger.  The page is whole without them.
(function () {
    'use strict';
    const form = document.getElementById('controls');
    const query = document.getElementById('query');
    const found = document.getElementById('found');
    const unfold = document.getElementById('unfold');
    const main = document.querySelector('main');
    const entries = Array.from(main.querySelectorAll('article, #messages'));
    const folds = Array.from(main.querySelectorAll('details'));
    const texts = new Map(); // element -> its words, as they are searched
    const open = new Map(folds.map(function (fold) { return [fold, fold.open]; }));

    function plain(text) {
        return text.normalize('NFKC').toLowerCase();
    }

    function holds(element, words) {
        if (words.length === 0)
            return true;
        let text = texts.get(element);
        if (text === undefined)
            texts.set(element, text = plain(element.textContent));
        return words.every(function (word) { return text.includes(word); });
    }

    // Is the entry one of those that are asked for?
    const asked = {
        all: function () { return true; },
        kept: function (entry) { return entry.classList.contains('kept'); },
        merged: function (entry) { return entry.classList.contains('merged'); },
        left: function (entry) { return entry.classList.contains('left'); },
        aside: function (entry) { return entry.querySelector('tr.aside') !== null; },
        warned: function (entry) {
            return entry.id === 'messages' || entry.querySelector('.warnings') !== null;
        },
    };

    // Of an entry that holds the words: the rows that do, if some do by themselves.
    function sift(entry, words, show) {
        const rows = Array.from(entry.querySelectorAll('tbody tr, .differences li'));
        const fit = new Set(rows.filter(function (row) {
            return holds(row, words) && (show !== 'aside' || row.classList.contains('aside'));
        }));
        const some = (words.length > 0 || show === 'aside') && fit.size > 0;
        rows.forEach(function (row) { row.hidden = some && !fit.has(row); });
        entry.querySelectorAll('details').forEach(function (fold) {
            fold.hidden = show === 'aside' && !fold.classList.contains('aside');
            fold.open = some ? false : open.get(fold);
        });
        if (some)
            fit.forEach(function (row) { row.closest('details').open = true; });
    }

    function update() {
        const words = plain(query.value).split(/\s+/).filter(Boolean);
        const show = form.elements.show.value;
        let shown = 0;
        entries.forEach(function (entry) {
            entry.hidden = !(asked[show](entry) && holds(entry, words));
            if (entry.hidden)
                return;
            shown++;
            sift(entry, words, show);
        });
        main.querySelectorAll('section').forEach(function (section) {
            if (section.id !== 'messages')
                section.hidden = !section.querySelector('article:not([hidden])');
        });
        found.textContent = shown === entries.length ? ''
            : shown === 0 ? 'Nothing found' : shown + ' of ' + entries.length + ' shown';
    }

    let waiting = 0;
    query.addEventListener('input', function () {
        clearTimeout(waiting);
        waiting = setTimeout(update, 120);
    });
    form.addEventListener('change', update);
    form.addEventListener('submit', function (event) {
        event.preventDefault();
        update();
    });
    unfold.addEventListener('click', function () {
        const closed = folds.some(function (fold) { return !fold.open; });
        folds.forEach(function (fold) {
            fold.open = closed;
            open.set(fold, closed);
        });
        unfold.textContent = closed ? 'Fold all' : 'Unfold all';
    });

    // Paper cannot be unfolded.
    let folded = [];
    window.addEventListener('beforeprint', function () {
        folded = folds.filter(function (fold) { return !fold.open; });
        folded.forEach(function (fold) { fold.open = true; });
    });
    window.addEventListener('afterprint', function () {
        folded.forEach(function (fold) { fold.open = false; });
    });
    form.hidden = false;
    if (query.value || form.elements.show.value !== 'all')
        update(); // a page that is loaded again keeps what was asked of it
}());

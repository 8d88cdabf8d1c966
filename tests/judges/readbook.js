// readbook.js MODULES BOOK.epub PAGES: the EPUB in a browser, as a reading system shows it.
//
// MODULES holds epubjs, jszip and puppeteer-core; PAGES is what --dump=pages prints.  The
// book is opened by epub.js in a headless Chromium, from a server on the loopback: its
// chapters are shown, the contents lead to their heads, a note is touched and leads back,
// and the page list leads to the words that the PDF's pages begin with.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');
const [modules, epub, pages] = process.argv.slice(2).map(name => path.resolve(name));
const puppeteer = require(path.join(modules, 'puppeteer-core'));

const files = {
    '/': ['text/html', () => '<!DOCTYPE html><meta charset="utf-8"><title>Reader</title>' +
        '<script src="/jszip.js"></script><script src="/epub.js"></script>' +
        '<div id="book" style="width: 600px; height: 800px"></div>'],
    '/jszip.js': ['text/javascript',
        () => fs.readFileSync(path.join(modules, 'jszip/dist/jszip.min.js'))],
    '/epub.js': ['text/javascript',
        () => fs.readFileSync(path.join(modules, 'epubjs/dist/epub.min.js'))],
    '/book.epub': ['application/epub+zip', () => fs.readFileSync(epub)],
};

function squeeze(text) {
    return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

// The first words of the page with that label.
function dumped(label) {
    const text = fs.readFileSync(pages, 'utf8');
    const page = text.split(/^(?=page )/m).find(p => p.startsWith('page ' + label + ' '));
    const run = page.split('\n').find(l => /^  body /.test(l) && !/ label of /.test(l));
    return run.slice(run.indexOf('"') + 1, run.lastIndexOf('"')).trim();
}

function must(holds, what) {
    if (!holds) {
        console.log(what);
        process.exitCode = 1;
    }
}

// ---- in the browser ----

async function openBook() {
    const book = ePub('/book.epub');
    const rendition = book.renderTo('book', {
        width: 600, height: 800, flow: 'scrolled-doc', allowScriptedContent: true});
    await book.ready;
    await book.loaded.navigation;
    Object.assign(window, {book, rendition});
    return {
        toc: book.navigation.toc.map(i => ({href: i.href, label: i.label.trim()})),
        pages: book.pageList.pageList.map(p => ({page: String(p.page), href: p.href})),
        spine: book.spine.spineItems.map(i => i.href),
    };
}

// Shows what an href leads to, and tells the words there.
async function show(href) {
    await rendition.display(href);
    const contents = rendition.getContents()[0];
    const id = href.split('#')[1];
    const at = id ? contents.document.getElementById(id) : contents.document.body;
    if (at === null)
        return null;
    const range = contents.document.createRange();
    range.setStartBefore(at);
    range.setEndAfter(contents.document.body.lastChild);
    return range.toString().trim().slice(0, 400);
}

// Touches the first link in the page that the selector finds; tells where it leads.
async function touch(selector) {
    const link = rendition.getContents()[0].document.querySelector(selector);
    if (link === null)
        return null;
    const shown = new Promise(done => rendition.once('relocated', done));
    link.click();
    await Promise.race([shown, new Promise(done => setTimeout(done, 3000))]);
    const href = link.getAttribute('href');
    const to = rendition.getContents()[0].document.getElementById(href.split('#')[1]);
    return {href, id: link.id, words: to && to.textContent.trim()};
}

// ---- the reading ----

async function readIt(page) {
    const book = await page.evaluate(openBook);
    must(book.toc.length > 0, 'the contents are empty');
    for (const href of book.spine)
        must(await page.evaluate(show, href) !== null, href + ' is not shown');
    for (const entry of book.toc) {
        const words = await page.evaluate(show, entry.href);
        must(words && squeeze(words).startsWith(squeeze(entry.label)),
            'the contents lead from "' + entry.label + '" to "' + words + '"');
    }
    const targets = book.pages.filter(p => p.page === '12' || p.page === '2');
    must(targets.length > 0, 'there is no page 2 in the page list');
    for (const target of targets) {
        const words = await page.evaluate(show, target.href);
        must(words && squeeze(words).slice(0, 400).includes(squeeze(dumped(target.page))) &&
            squeeze(words).indexOf(squeeze(dumped(target.page))) < 40,
            'page ' + target.page + ' leads to "' + words + '"');
    }
    const chapter = book.toc.find(entry => /^a-/.test(entry.href.split('/').pop()));
    await page.evaluate(show, chapter.href);
    const note = await page.evaluate(touch, 'a[role="doc-noteref"]');
    must(note && note.words, 'a note is not reached');
    const back = note && await page.evaluate(touch,
        '[id="' + note.href.split('#')[1] + '"] a[role="doc-backlink"]');
    must(back && back.href.endsWith('#' + note.id), 'a note does not lead back');
}

async function main() {
    const server = http.createServer((request, answer) => {
        const file = files[request.url];
        answer.writeHead(file ? 200 : 404, {'Content-Type': file ? file[0] : 'text/plain'});
        answer.end(file ? file[1]() : '');
    }).listen(0, '127.0.0.1');
    const browser = await puppeteer.launch({
        executablePath: process.env.PUPPETEER_EXECUTABLE_PATH || '/usr/bin/chromium',
        headless: true, args: ['--no-sandbox']});
    try {
        const page = await browser.newPage();
        await page.goto('http://127.0.0.1:' + server.address().port + '/');
        await readIt(page);
    } finally {
        await browser.close();
        server.close();
    }
}

main().catch(error => {
    console.log(String(error));
    process.exitCode = 1;
});

// faces.js MODULES FOLDER: an EPUB that brings fonts, unpacked in FOLDER, in a browser.
//
// MODULES holds puppeteer-core.  Each document is shown by a headless Chromium, which is
// asked in which fonts it drew each stretch that a font of the book is for: in that one
// alone; and no other text is drawn in any of them.
'use strict';
const fs = require('fs');
const path = require('path');
const {pathToFileURL} = require('url');
const [modules, folder] = process.argv.slice(2).map(name => path.resolve(name));
const puppeteer = require(path.join(modules, 'puppeteer-core'));

let stretches = 0;

function must(holds, what) {
    if (!holds) {
        console.log(what);
        process.exitCode = 1;
    }
}

// The family of each class, as the stylesheet tells it.
function families() {
    const css = fs.readFileSync(path.join(folder, 'EPUB/book.css'), 'utf8');
    const found = {};
    for (const rule of css.matchAll(/\n\.(face-\d+) \{\n {2}font-family: "(.*)";/g))
        found[rule[1]] = rule[2];
    return found;
}

// ---- in the browser ----

// Puts each text that stands beside elements into an element of its own: fonts are told of
// an element with all that is in it.
async function part() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode())
        if (walker.currentNode.parentNode.childElementCount > 0)
            texts.push(walker.currentNode);
    for (const text of texts) {
        const span = document.createElementNS('http://www.w3.org/1999/xhtml', 'span');
        text.replaceWith(span);
        span.append(text);
    }
    await document.fonts.ready;
}

// ---- the looking ----

async function look(page, file, family) {
    const session = await page.createCDPSession();
    await page.goto(pathToFileURL(path.join(folder, 'EPUB', file)));
    await page.evaluate(part);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const {root} = await session.send('DOM.getDocument');
    const {nodeIds} = await session.send('DOM.querySelectorAll',
        {nodeId: root.nodeId, selector: 'body *:not(:has(*))'});
    for (const nodeId of nodeIds) {
        const {attributes} = await session.send('DOM.getAttributes', {nodeId});
        const name = attributes[attributes.indexOf('class') + 1] || '';
        const {fonts} = await session.send('CSS.getPlatformFontsForNode', {nodeId});
        const own = name in family;
        must(fonts.every(f => f.isCustomFont === own && (!own || f.familyName === family[name])),
            `${file}: ${own ? name : 'other text'} is drawn in ${JSON.stringify(fonts)}`);
        stretches += own && fonts.length > 0;
    }
    await session.detach();
}

async function main() {
    const family = families();
    const browser = await puppeteer.launch({
        executablePath: process.env.PUPPETEER_EXECUTABLE_PATH || '/usr/bin/chromium',
        headless: true, args: ['--no-sandbox', '--allow-file-access-from-files']});
    try {
        const page = await browser.newPage();
        for (const file of fs.readdirSync(path.join(folder, 'EPUB')).sort())
            if (file.endsWith('.xhtml'))
                await look(page, file, family);
    } finally {
        await browser.close();
    }
    must(stretches > 0, 'no text is drawn in a font of the book');
    console.log(`${stretches} stretches in fonts of the book`);
}

main().catch(error => {
    console.log(String(error));
    process.exitCode = 1;
});

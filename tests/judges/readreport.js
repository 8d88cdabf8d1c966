// readreport.js MODULES REPORT.html: the page of --report in a browser, as people use it.
//
// MODULES holds puppeteer-core and axe-core; the report is of the golden books crawled and stories and of
// what judges.sh adds.  It is opened from its file in a headless Chromium: with script and
// without, it is searched and filtered, and printed both ways.  Nothing may be asked of the
// network, nothing may be said on the console, and axe may find nothing, by day or by night.
'use strict';
const fs = require('fs');
const path = require('path');
const {execFileSync} = require('child_process');
const [modules, report] = process.argv.slice(2).map(name => path.resolve(name));
const puppeteer = require(path.join(modules, 'puppeteer-core'));
const address = 'file://' + report;

function must(holds, what) {
    if (!holds) {
        console.log(what);
        process.exitCode = 1;
    }
}

function same(got, want, what) {
    must(JSON.stringify(got) === JSON.stringify(want),
        what + ': ' + JSON.stringify(got) + ', not ' + JSON.stringify(want));
}

// A page that tells what it should not do.
async function open(browser, script) {
    const page = await browser.newPage();
    page.on('console', message => must(false, 'the console says: ' + message.text()));
    page.on('pageerror', error => must(false, 'the script fails: ' + error));
    page.on('request', request => must(request.url() === address ||
        request.url() === 'data:,', 'it asks for ' + request.url()));
    await page.setJavaScriptEnabled(script);
    await page.goto(address);
    return page;
}

// ---- in the browser ----

// The heads of the entries that are shown.
function shown() {
    return Array.from(document.querySelectorAll('main article'))
        .filter(entry => entry.checkVisibility({contentVisibilityAuto: false}))
        .map(entry => entry.querySelector('h3, h4').textContent.trim());
}

// The rows that are shown of tables and differences.
function rows() {
    return Array.from(document.querySelectorAll('main article tbody tr, main article ol > li'))
        .filter(row => row.checkVisibility({contentVisibilityAuto: false}))
        .map(row => row.textContent);
}

function faults() {
    const said = [];
    const levels = Array.from(document.querySelectorAll('h1, h2, h3, h4, h5, h6'),
        head => Number(head.tagName[1]));
    levels.forEach((level, i) => {
        if (level > (i ? levels[i - 1] : 0) + 1)
            said.push('a head of level ' + level + ' follows one of ' + levels[i - 1]);
    });
    if (levels.filter(level => level === 1).length !== 1)
        said.push('there is not one h1');
    if (document.documentElement.lang !== 'en' || !document.title)
        said.push('there is no language or no title');
    document.querySelectorAll('th').forEach(head => {
        if (!head.scope)
            said.push('the head "' + head.textContent + '" has no scope');
    });
    document.querySelectorAll('input, button').forEach(control => {
        if (control.labels.length === 0 && !control.textContent.trim())
            said.push('the control ' + control.id + ' has no name');
    });
    document.querySelectorAll('a[href^="#"]').forEach(link => {
        if (!document.getElementById(link.hash.slice(1)))
            said.push('the link ' + link.hash + ' leads nowhere');
    });
    const ids = Array.from(document.querySelectorAll('[id]'), element => element.id);
    if (new Set(ids).size !== ids.length)
        said.push('an id is there twice');
    return said;
}

// ---- what is tried ----

async function search(page, words) {
    await page.click('#query', {clickCount: 3});
    await page.keyboard.press('Backspace');
    await page.type('#query', words);
    await page.keyboard.press('Enter');
}

async function choose(page, value) {
    await page.evaluate(of => document.querySelector('input[value=' + of + ']').click(), value);
}

async function searchIt(page) {
    const all = await page.evaluate(shown);
    must(all.length >= 8, 'there are ' + all.length + ' entries');
    await search(page, 'BANNETONS linen');
    same((await page.evaluate(shown)).map(head => head.replace(/^\d+ /, '')),
        ['How Bread Rises'], 'searched for a line that was set aside');
    const found = await page.evaluate(rows);
    must(found.length === 1 && /stray/.test(found[0]) && /[0-9a-f]{16}/.test(found[0]),
        'the rows found: ' + found);
    must(/^1 of \d+ shown$/.test(await page.$eval('#found', of => of.textContent)),
        'it does not say how many are shown');
    await search(page, 'no such words anywhere');
    same(await page.evaluate(shown), [], 'searched for nothing');
    same(await page.$eval('#found', of => of.textContent), 'Nothing found', 'found');
    await search(page, ' ');
    same(await page.evaluate(shown), all, 'searched for all');
    await search(page, 'council could be reached');
    must((await page.evaluate(rows)).every(row => /council could be reached/.test(row)),
        'a difference is not found');
    await search(page, ' ');
}

async function filterIt(page) {
    const counts = {};
    for (const value of ['all', 'kept', 'merged', 'left', 'aside', 'warned']) {
        await choose(page, value);
        counts[value] = (await page.evaluate(shown)).length;
        if (/kept|merged|left/.test(value))
            same(await page.$$eval('article:not([hidden]):not(.' + value + ')',
                found => found.map(entry => entry.textContent)), [], 'shown as ' + value);
        if (value === 'aside')
            must((await page.evaluate(rows)).every(row => row.includes('set aside as')),
                'there are other rows than those set aside');
    }
    const passages = await page.$$eval('article.passage', found => found.length);
    same([counts.kept + counts.merged + counts.left + passages, counts.merged],
        [counts.all, 2], 'entries by fate');
    must(counts.aside > 0 && counts.aside < counts.kept && counts.left > 0 &&
        counts.warned > 0 && counts.warned < counts.all, JSON.stringify(counts));
    await choose(page, 'left');
    await search(page, 'ferry');
    same(await page.evaluate(shown), [], 'both at once');
    await search(page, ' ');
    await choose(page, 'all');
}

async function useKeys(page) {
    await page.evaluate(() => document.getElementById('query').focus());
    await page.keyboard.press('Tab');
    same(await page.evaluate(() => document.activeElement.value), 'all', 'behind the search');
    await page.keyboard.press('ArrowRight');
    same(await page.evaluate(() => document.activeElement.value), 'kept', 'by an arrow');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Tab');
    same(await page.evaluate(() => document.activeElement.id), 'unfold', 'behind the filters');
    await page.keyboard.press('Enter');
    must(await page.evaluate(() => Array.from(document.querySelectorAll('details'))
        .every(fold => fold.open)), 'something stays folded');
    await page.keyboard.press('Enter');
}

async function fitsPhones(page) {
    await page.setViewport({width: 360, height: 700});
    must(await page.evaluate(() => document.documentElement.scrollWidth <= 360),
        'it is wider than a phone');
    await page.setViewport({width: 1100, height: 900});
}

// What is folded on the screen is there on paper; the controls are not.
async function printIt(page, how) {
    const file = report + '.pdf';
    fs.writeFileSync(file, await page.pdf({preferCSSPageSize: true}));
    const text = execFileSync('pdftotext', ['-raw', file, '-'], {encoding: 'utf8'})
        .replace(/\s+/g, ' ');
    for (const words of ['How Bread Rises', 'In the input In the book Times Lines',
        'Bannetons', 'Nobody at the council could be reached'])
        must(text.includes(words), 'printed ' + how + ', it lacks "' + words + '"');
    for (const words of ['Unfold all', 'Search', 'Everything'])
        must(!text.includes(words), 'printed ' + how + ', it has "' + words + '"');
}

// Even if markup came through, it could not act.
async function staysQuiet(browser) {
    const page = await browser.newPage();
    await page.goto(address);
    await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.acted = true';
        document.body.append(script);
        const other = document.createElement('div');
        other.innerHTML = '<img src="x" onerror="window.acted = true">';
        document.body.append(other);
        return new Promise(done => setTimeout(done, 200));
    });
    must(await page.evaluate(() => window.acted) === undefined, 'a foreign script runs');
    await page.close();
}

async function askAxe(browser) {
    const axe = fs.readFileSync(path.join(modules, '@daisy/axe-core-for-ace/axe.min.js'), 'utf8');
    for (const light of ['light', 'dark']) {
        const page = await browser.newPage();
        await page.setBypassCSP(true);
        await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: light}]);
        await page.goto(address);
        await page.addStyleTag({content: 'article { content-visibility: visible }'});
        await page.click('#unfold');
        await page.evaluate(axe);
        const found = await page.evaluate('axe.run()');
        for (const fault of found.violations.concat(found.incomplete))
            must(false, 'axe, ' + light + ': ' + fault.id + ' at ' + fault.nodes[0].html);
        must(found.passes.length > 20, 'axe looked at next to nothing');
        await page.close();
    }
}

async function main() {
    const browser = await puppeteer.launch({
        executablePath: process.env.PUPPETEER_EXECUTABLE_PATH || '/usr/bin/chromium',
        headless: true, args: ['--no-sandbox']});
    try {
        const page = await open(browser, true);
        for (const fault of await page.evaluate(faults))
            must(false, fault);
        await searchIt(page);
        await filterIt(page);
        await useKeys(page);
        await fitsPhones(page);
        await printIt(page, 'with its script');
        const plain = await open(browser, false);
        must(await plain.evaluate(() => !document.getElementById('controls')
            .checkVisibility()), 'controls without a script');
        must((await plain.evaluate(shown)).length >= 8, 'entries without a script');
        await printIt(plain, 'without its script');
        await staysQuiet(browser);
        await askAxe(browser);
    } finally {
        await browser.close();
    }
}

main().catch(error => {
    console.log(String(error));
    process.exitCode = 1;
});

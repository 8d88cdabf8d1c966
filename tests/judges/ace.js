// ace.js MODULES BOOK.epub FOLDER: what DAISY's Ace has against it; its report goes into
// the folder.
//
// MODULES holds @daisy/ace-core and its runner, which shows each document to axe in a
// headless Chromium.
'use strict';
const path = require('path');
const [modules, epub, folder] = process.argv.slice(2).map(name => path.resolve(name));
const ace = require(path.join(modules, '@daisy/ace-core'));
const runner = require(path.join(modules, '@daisy/ace-axe-runner-puppeteer'));

function complain(report) {
    for (const document of report.assertions)
        for (const {'earl:test': test, 'earl:result': result} of document.assertions) {
            process.exitCode = 1;
            console.log(`${document['earl:testSubject'].url}: ${test['dct:title']}: ` +
                result['dct:description']);
        }
    if (report['earl:result']['earl:outcome'] !== 'pass')
        process.exitCode = 1;
}

ace(epub, {cwd: process.cwd(), outdir: folder, silent: true, initLogger: true}, runner)
    .then(([, report]) => complain(report))
    .catch(error => {
        console.log(String(error));
        process.exitCode = 1;
    });

// Asked of a page at rest: click on a view, and say how long its rows took and how long the same words take as a bare table.
([path, card]) => new Promise(done => {
    performance.clearResourceTimings();
    const look = new MutationObserver(() => {
        const rows = document.querySelectorAll(card + ' tbody tr');
        if (!rows.length) return;
        look.disconnect();
        const there = performance.now();
        const asked = performance.getEntriesByType('resource').filter(one => one.name.includes('_dash-update-component'));
        const answer = Math.max(...asked.map(one => one.responseEnd).filter(end => end <= there));
        const words = [...rows].map(row => [...row.cells].map(cell => cell.textContent));
        requestAnimationFrame(() => setTimeout(() => {
            const began = performance.now(), bare = document.createElement('table');
            for (const row of words) { const into = bare.insertRow(); row.forEach(word => into.insertCell().append(word)); }
            document.body.append(bare);
            bare.getBoundingClientRect();
            const built = performance.now() - began;
            bare.remove();
            done({ rows: there - clicked, answer: there - answer, bare: built });
        }));
    });
    look.observe(document.body, { subtree: true, childList: true });
    const clicked = performance.now();
    [...document.querySelectorAll('#rail-links a')].find(link => link.pathname === path).click();
})

#!/bin/sh
# mkdocs-material 9.8.2: the plugin `offline`, which is there so that a site can be read from a folder without a network,
# puts a script of another host (a shim for workers) at the top of every page, unless the plugin `privacy` fetches it when
# the site is built, which then needs the network. So each page asks another host wherever there is a network, also when
# it is read from a folder; with `font: false` it is the only such address in the page. A file of one's own in
# `extra.polyfills` whose path has "iframe-worker" in it keeps it out.
# This states what the pages hold; it fails if that has changed.
set -e

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install mkdocs-material==9.8.2 mkdocs==1.6.1

mkdir -p with/docs without/docs ours/docs
for site in with without ours; do
    printf '# A page\n\nSome words.\n' > $site/docs/index.md
    printf 'site_name: A site\ntheme: { name: material, font: false }\n' > $site/mkdocs.yml
done
printf 'plugins: [search, offline]\n' >> with/mkdocs.yml
printf 'plugins: [search]\n' >> without/mkdocs.yml
printf 'plugins: [search, offline]\nextra: { polyfills: [assets/iframe-worker.js] }\n' >> ours/mkdocs.yml

echo "mkdocs-material 9.8.2, mkdocs 1.6.1"
for site in with without ours; do
    NO_MKDOCS_2_WARNING=1 venv/bin/mkdocs --quiet build --config-file $site/mkdocs.yml
    grep -oE '<script[^>]* src="https?://[^"]*"' $site/site/index.html | sed -E 's/.*src="([^"]*)"/\1/' > $site/asked || true
    echo "  $site: $(wc -l < $site/asked) scripts of other hosts $(cat $site/asked)"
done
[ "$(wc -l < with/asked)" = 1 ] || { echo "with the plugin other scripts are asked for now"; exit 1; }
grep -q iframe-worker with/asked || { echo "it is another script now"; exit 1; }
[ ! -s without/asked ] && [ ! -s ours/asked ] || { echo "without it something is asked for now"; exit 1; }
echo "as seen"

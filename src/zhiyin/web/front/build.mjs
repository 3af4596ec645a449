// Bundles scripts and styles into static/built. `node build.mjs --watch` rebuilds on change.
import { context } from "esbuild";

const built = await context({
  entryPoints: ["src/desk.ts", "src/charts.ts", "css/desk.css", "css/respond.css"],
  entryNames: "[name]",
  outdir: "../static/built",
  bundle: true,
  minify: true,
  format: "iife",
  // The WeChat in-app browser and Android WebViews of 2021 still open customers' pages.
  target: ["chrome94", "safari15", "firefox100"],
  legalComments: "linked",
  logLevel: "info",
});

if (process.argv.includes("--watch")) await built.watch();
else {
  await built.rebuild();
  await built.dispose();
}

/* The blocks of kernels: what each is predicted to take, and which are the best. */

function blocks() {
  if (!DATA.blocks.length) return;
  const root = section("blocks", "Blocks of kernels", "What blocks of rows and keys are predicted to take, for each kernel, chip and layer. The table has the parameters to give to the kernel.");
  const target = (b) => b.kernel + " on " + accelerator(b.accelerator) + " × " + workload(b.workload) + (DATA.blocks.filter((o) => o.kernel === b.kernel && o.accelerator === b.accelerator && o.workload === b.workload).length > 1 ? " (" + b.search + ")" : "");
  figure(root, {
    id: "best-blocks", title: "The best blocks",
    table: () => table(["kernel", {text: "accelerator", class: "left"}, {text: "workload", class: "left"}, {text: "parameters", class: "left"}, "predicted time"],
      DATA.blocks.map((b) => [b.kernel, {text: accelerator(b.accelerator), class: "left"}, {text: workload(b.workload), class: "left"}, {text: b.parameters, class: "left"}, {text: seconds(b.chosen.seconds), class: "best"}]), 3),
    rows: () => [["kernel", "accelerator", "workload", "parameters", "latency_seconds"], ...DATA.blocks.map((b) => [b.kernel, b.accelerator, b.workload, b.parameters, b.chosen.seconds])]
  });
  const sides = (b) => [distinct(b.blocks.map((x) => x.rows)).sort((x, y) => x - y), distinct(b.blocks.map((x) => x.keys)).sort((x, y) => x - y)];
  const best = (b) => smallest(b.blocks.map((x) => x.seconds));
  figure(root, {
    id: "heat-map", title: "Predicted time by block",
    controls: [{name: "of", label: "Kernel", options: DATA.blocks, text: target}],
    heightOf: (st) => 212 + 26 * sides(st.of)[0].length,
    option: (st) => {
      const b = st.of, [rows, keys] = sides(b), at = (x) => [keys.indexOf(x.keys), rows.indexOf(x.rows)];
      return {
        grid: {top: 66, bottom: 84},
        tooltip: {formatter: (p) => count(p.data.block.rows) + " rows × " + count(p.data.block.keys) + " keys<br>" + seconds(p.data.block.seconds) + ", " + factor(p.data.block.seconds / best(b)) + " of the least"},
        xAxis: axis("keys of a block", {type: "category", data: keys}),
        yAxis: yAxis("rows of a block", {type: "category", data: rows}),
        // Twice the least time and more look alike: which of them is worst hardly matters.
        visualMap: {type: "continuous", min: 1, max: Math.min(2, Math.max(1.05, largest(b.blocks.map((x) => x.seconds / best(b))))), dimension: 2, seriesIndex: 0, orient: "horizontal", left: "center", bottom: 0, itemHeight: 160,
          text: ["slower", "least time"], formatter: (x) => factor(x), inRange: {color: ["#009E73", "#f3efd9", "#D55E00"]}},
        series: [
          {name: "predicted time", type: "heatmap", data: b.blocks.map((x) => ({value: [...at(x), x.seconds / best(b)], block: x})), label: {show: keys.length <= 14, fontSize: 10, color: "#1d2733", formatter: (p) => seconds(p.data.block.seconds)}},
          {name: "chosen", type: "scatter", symbol: "rect", symbolSize: [10, 10], color: "#000000", itemStyle: {color: "transparent", borderColor: "#000000", borderWidth: 2}, data: [{value: at(b.chosen), block: b.chosen, symbolSize: [46, 22]}], z: 3}]
      };
    },
    caption: (st) => "The least of all choices of the other parameters, by model loopnest, whose latency is a lower bound. The frame is around the blocks that are best: " + st.of.parameters + ", " + seconds(st.of.chosen.seconds) + ". Measure first what is nearly as fast.",
    rows: (st) => [["rows", "keys", "latency_seconds"], ...st.of.blocks.map((x) => [x.rows, x.keys, x.seconds])]
  });
}

type Point = readonly [seconds: number, value: number];

/**
 * A series of at most `limit` points. When the series is full, every two neighbours become one point, the lower of the two,
 * and each later point stands for twice as many values as before. So the series always has the lowest value.
 */
export function createTimeSeries(limit: number) {
  let points: Point[] = [];
  let perPoint = 1;
  let inLast = 0;
  return {
    add(point: Point): void {
      const last = points.at(-1);
      if (last === undefined || inLast === perPoint) {
        if (points.length === limit) {
          points = halve(points);
          perPoint *= 2;
        }
        points.push(point);
        inLast = 1;
        return;
      }
      inLast += 1;
      if (point[1] < last[1]) points[points.length - 1] = point;
    },
    points: (): readonly Point[] => [...points],
  };
}

function halve(points: readonly Point[]): Point[] {
  return points.flatMap((point, index) => {
    if (index % 2 === 1) return [];
    const next = points[index + 1];
    return [next !== undefined && next[1] < point[1] ? next : point];
  });
}

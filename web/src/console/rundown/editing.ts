/** Orders of a plan, worked out in the page: where things go, and what the plan looks like until the server has answered. */
import type { RundownSection } from '../../kit/api/documents';
import type { Line } from './useLines';

/** Where items go: before an item of a section, or (null) to its end. */
export interface Place {
  sectionId: string;
  beforeId: string | null;
}

/** The sections after a move; the same rules as on the server. */
export function moved(sections: readonly RundownSection[], ids: readonly string[], place: Place): RundownSection[] {
  const wanted = new Set(ids);
  const all = sections.flatMap((section) => section.items);
  const items = [...wanted].flatMap((id) => all.find((item) => item.id === id) ?? []);
  const section = sections.find((one) => one.id === place.sectionId);
  if (!section) return [...sections];
  // "Before itself" means: stay where you are.
  const from = section.items.findIndex((item) => item.id === place.beforeId);
  const before = from < 0 ? undefined : section.items.slice(from).find((item) => !wanted.has(item.id));
  return sections.map((one) => {
    const rest = one.items.filter((item) => !wanted.has(item.id));
    if (one.id !== place.sectionId) return rest.length === one.items.length ? one : { ...one, items: rest };
    const at = before ? rest.indexOf(before) : rest.length;
    return { ...one, items: [...rest.slice(0, at), ...items, ...rest.slice(at)] };
  });
}

/** Where items go that are let go over a line, and whether that is above the line or below it. */
export function dropOn(sections: readonly RundownSection[], line: Line, upper: boolean): { place: Place; above: boolean } {
  const { id: sectionId, items } = line.section;
  if (line.kind === 'item') {
    const behind = items[items.findIndex((item) => item.id === line.item.id) + 1];
    return { place: { sectionId, beforeId: upper ? line.item.id : (behind?.id ?? null) }, above: upper };
  }
  // Above a heading is the end of the section before; above the first there is nothing.
  const before = sections[sections.findIndex((section) => section.id === sectionId) - 1];
  if (upper && before) return { place: { sectionId: before.id, beforeId: null }, above: true };
  return { place: { sectionId, beforeId: line.folded ? null : (items[0]?.id ?? null) }, above: false };
}

/** The ids in the order of the plan. */
export function inOrder(sections: readonly RundownSection[], ids: ReadonlySet<string>): string[] {
  return sections.flatMap((section) => section.items).flatMap((item) => (ids.has(item.id) ? [item.id] : []));
}

/** Where some items go when they are moved one place up (-1) or down (1), out of their section where it ends. Null: there is no such place. */
export function oneStep(sections: readonly RundownSection[], ids: readonly string[], by: -1 | 1): Place | null {
  const wanted = new Set(ids);
  const edge = by < 0 ? ids[0] : ids[ids.length - 1];
  const at = sections.findIndex((section) => section.items.some((item) => item.id === edge));
  const section = sections[at];
  if (!section) return null;
  const place = section.items.findIndex((item) => item.id === edge);
  if (by < 0) {
    const above = section.items
      .slice(0, place)
      .reverse()
      .find((item) => !wanted.has(item.id));
    if (above) return { sectionId: section.id, beforeId: above.id };
    const before = sections[at - 1];
    return before ? { sectionId: before.id, beforeId: null } : null;
  }
  const below = section.items.slice(place + 1).filter((item) => !wanted.has(item.id));
  if (below.length > 0) return { sectionId: section.id, beforeId: below[1]?.id ?? null };
  const behind = sections[at + 1];
  return behind ? { sectionId: behind.id, beforeId: behind.items.find((item) => !wanted.has(item.id))?.id ?? null } : null;
}

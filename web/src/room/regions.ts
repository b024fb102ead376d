import { provinces } from '../kit/regions';

const key = 'studio.region';

/** The province that this viewer chose once. Storage is refused in some in-app browsers: then it is asked again after a reload. */
export function storedRegion(): string | null {
  try {
    const region = localStorage.getItem(key);
    return provinces.some(([name]) => name === region) ? region : null;
  } catch {
    return null;
  }
}

export function storeRegion(region: string): void {
  try {
    localStorage.setItem(key, region);
  } catch {
    // See storedRegion().
  }
}

/** A province as an item's list writes it: staff may have written 新疆维吾尔自治区, and the edge compares whole words. */
export function regionFor(notServed: readonly string[] | null, province: string | null): string | null {
  if (province === null) return null;
  return notServed?.find((name) => name.startsWith(province)) ?? province;
}

/** The overlay's own words: the one mark that it puts over a rehearsal. */
export const rehearsalMark = (lang: string): string => (lang.startsWith('en') ? 'REHEARSAL' : '彩排');

import * as story from '../kit/story/locale';
import * as codes from './locale/codes';
import * as desk from './locale/desk';
import * as keys from './locale/keys';

/** Texts of the editor, put together from those of its parts. */
export const zh = { story: story.zh, editor: { ...desk.zh, ...keys.zh, ...codes.zh } };

export const en: typeof zh = { story: story.en, editor: { ...desk.en, ...keys.en, ...codes.en } };

import * as figures from '../kit/figures/locale';
import * as comments from './locale/comments';
import * as rundown from './locale/rundown';
import * as importing from './locale/importing';
import * as desk from './locale/desk';
import * as item from './locale/item';
import * as watch from './locale/watch';
import * as output from './locale/output';
import * as feed from './locale/feed';

/** Texts of the control room, put together from those of its parts. */
export const zh = {
  ...figures.zh,
  comments: comments.zh,
  ...desk.zh,
  ...item.zh,
  ...watch.zh,
  ...output.zh,
  feedHealth: feed.zh,
  rundown: { ...rundown.zh.rundown, ...importing.zh },
};

export const en: typeof zh = {
  ...figures.en,
  comments: comments.en,
  ...desk.en,
  ...item.en,
  ...watch.en,
  ...output.en,
  feedHealth: feed.en,
  rundown: { ...rundown.en.rundown, ...importing.en },
};

import { defineAsyncComponent, type Component } from 'vue';

/** Panels that stand in the room's places when they are there, each loaded after the first view. */
const found = import.meta.glob<Component>('./CommentsPanel.vue', { import: 'default' });
const load = found['./CommentsPanel.vue'];

/** The comments, or null. It is given `room`: {@link useRoom}'s `sessionId`, `line` and `listen`. */
export const CommentsPanel = load ? defineAsyncComponent(load) : null;

/** hls.js without subtitles, alternate audio, DRM and ads: a third less to load, and our recordings have none of them. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}

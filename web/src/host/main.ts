import { createApp } from 'vue';
import { createTexts } from '../kit/i18n';
import '../kit/tokens.css';
import './host.css';
import App from './App.vue';
import { en, zh } from './locale';

createApp(App).use(createTexts({ zh, en })).mount('#app');

// Browsers have service workers on https and on this machine only; elsewhere the page lives as long as it is open.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/host/sw.js', { scope: '/host/' }).catch(() => undefined);
}

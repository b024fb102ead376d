import { createApp } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';
import { createTexts } from '../kit/i18n';
import '../kit/tokens.css';
import AccountsPage from './AccountsPage.vue';
import App from './App.vue';
import { en, zh } from './locale';
import ProductsPage from './ProductsPage.vue';
import RoomsPage from './RoomsPage.vue';
import SessionPage from './SessionPage.vue';
import SessionsPage from './SessionsPage.vue';

const router = createRouter({
  history: createWebHashHistory('/base/'),
  routes: [
    { path: '/', redirect: '/sessions' },
    { path: '/sessions', component: SessionsPage },
    { path: '/sessions/:id', component: SessionPage, props: true },
    { path: '/sessions/:id/report', component: () => import('./ReportPage.vue'), props: true },
    { path: '/sessions/:id/watch', component: () => import('./watch/WatchPage.vue'), props: true },
    { path: '/sessions/:id/handover', component: () => import('./handover/HandoverPage.vue'), props: true },
    { path: '/sessions/:id/stations/:stationId', component: () => import('./handover/CounterPage.vue'), props: true },
    { path: '/sessions/:id/stations/:stationId/pick-list', component: () => import('./handover/PickListPage.vue'), props: true },
    { path: '/sessions/:id/stations/:stationId/figures', component: () => import('./handover/OwnSumsPage.vue'), props: true },
    { path: '/station', component: () => import('./handover/StationPage.vue') },
    { path: '/enterprises', component: () => import('./handover/EnterprisesPage.vue') },
    { path: '/stations', component: () => import('./handover/StationsPage.vue') },
    { path: '/sessions/:id/figures', component: () => import('./FiguresPage.vue'), props: true },
    { path: '/sessions/:id/pushes', component: () => import('./pushes/PushesPage.vue'), props: true },
    { path: '/imports', component: () => import('./imports/ImportsPage.vue') },
    { path: '/keeping', component: () => import('./keeping/KeepingPage.vue') },
    { path: '/products', component: ProductsPage },
    { path: '/rooms', component: RoomsPage },
    { path: '/accounts', component: AccountsPage },
    { path: '/:rest(.*)', redirect: '/sessions' },
  ],
});

createApp(App).use(router).use(createTexts({ zh, en })).mount('#app');

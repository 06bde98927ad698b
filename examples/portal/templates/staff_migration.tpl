<h1>[[staff_migration.title]]</h1>
{{#LIVE}}<p>[[staff_migration.live]]</p>{{/LIVE}}
<dl class="portal-numbers">
<div><dt>[[staff_migration.accounts]]</dt><dd>{{ACCOUNT_COUNT}}</dd></div>
<div><dt>[[staff_migration.linked]]</dt><dd id="linked-count">{{LINKED_COUNT}} <small>({{LINKED_SHARE}} %)</small></dd></div>
<div><dt>[[staff_migration.today]]</dt><dd id="today-count">{{TODAY_COUNT}}</dd></div>
<div><dt>[[staff_migration.held]]</dt><dd><a href="/staff/{{COURT_ID}}">{{HELD_COUNT}}</a></dd></div>
<div><dt>[[staff_migration.owed]]</dt><dd>{{OWED_COUNT}}</dd></div>
<div><dt>[[staff_migration.overdue]]</dt><dd>{{OVERDUE_COUNT}}</dd></div>
</dl>
<h2>[[staff_migration.not_linked]]</h2>
{{#NONE_LEFT}}<p>[[staff_migration.none_left]]</p>{{/NONE_LEFT}}
<p class="usa-hint">[[staff_migration.ready_note]]</p>
{{#NO_OBSTACLES}}<p>[[staff_migration.no_obstacles]]</p>{{/NO_OBSTACLES}}
{{#ANY_FINDINGS}}<div class="portal-wide" tabindex="0" role="region" aria-label="[[staff_migration.not_linked]]"><table class="usa-table"><caption class="usa-sr-only">[[staff_migration.not_linked]]</caption>
<thead><tr><th scope="col">[[staff.finding]]</th><th scope="col">[[staff_migration.count]]</th><th scope="col">[[staff_migration.who]]</th><th scope="col">[[staff.remedy]]</th></tr></thead>
<tbody>{{#FINDINGS}}<tr><th scope="row"><code>{{TOKEN}}</code></th><td>{{COUNT}}</td><td>{{WHO}}</td><td>{{TEXT}}</td></tr>{{/FINDINGS}}</tbody></table></div>{{/ANY_FINDINGS}}
<h2>[[staff_migration.courts]]</h2>
<div class="portal-wide" tabindex="0" role="region" aria-label="[[staff_migration.courts]]"><table class="usa-table"><caption class="usa-sr-only">[[staff_migration.courts]]</caption>
<thead><tr><th scope="col">[[front.court]]</th><th scope="col">[[staff_migration.count]]</th><th scope="col">[[staff_migration.ready]]</th><th scope="col">[[staff_migration.held_short]]</th><th scope="col">[[staff_migration.refused]]</th></tr></thead>
<tbody>{{#COURTS}}<tr><th scope="row">{{NAME}} ({{ID}})</th><td>{{ALL}}</td><td>{{READY}}</td><td>{{HELD}}</td><td>{{REFUSED}}</td></tr>{{/COURTS}}</tbody></table></div>

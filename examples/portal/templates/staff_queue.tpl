<h1>[[staff_queue.title]]</h1>
<p>[[staff_queue.text]]</p>
{{#EMPTY}}<p class="portal-panel">[[staff_queue.empty]]</p>{{/EMPTY}}
{{#SOME}}<div class="portal-wide" tabindex="0" role="region" aria-label="[[staff_queue.title]]"><table class="usa-table"><caption class="usa-sr-only">[[staff_queue.title]]</caption>
<thead><tr><th scope="col">[[staff.item]]</th><th scope="col">[[staff.login]]</th><th scope="col">[[staff.central]]</th><th scope="col">[[staff.found]]</th><th scope="col">[[staff.state]]</th><th scope="col">[[staff.proposed]]</th></tr></thead>
<tbody>{{#ITEMS}}<tr><th scope="row"><a href="/staff/{{COURT_ID}}/hold/{{ITEM}}">[[staff_hold.heading]]</a></th><td>{{ITEM_LOGIN}}</td><td>{{CENTRAL}}</td><td>{{#FOUND}}<code>{{TOKEN}}</code> {{/FOUND}}</td><td>{{STATE}}</td><td>{{PROPOSED}}</td></tr>
{{/ITEMS}}</tbody></table></div>{{/SOME}}
{{#OPEN_ONLY}}<p><a href="/staff/{{COURT_ID}}?all=yes">[[staff_queue.with_closed]]</a></p>{{/OPEN_ONLY}}
{{#WITH_CLOSED}}<p><a href="/staff/{{COURT_ID}}">[[staff_queue.open_only]]</a></p>{{/WITH_CLOSED}}

<h1>[[staff_audit.title]]</h1>
{{#WHOLE}}<div class="usa-alert usa-alert--success" id="whole"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[staff_audit.whole]]</h2><p class="usa-alert__text">[[staff_audit.whole_text]]</p></div></div>{{/WHOLE}}
{{#FLAWED}}<div class="usa-alert usa-alert--error" id="flawed" role="alert"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[staff_audit.flawed]]</h2><ul>{{#FLAWS}}<li>{{TEXT}} ({{NUMBER}})</li>{{/FLAWS}}</ul></div></div>{{/FLAWED}}
{{#AGREES}}<p id="agrees">[[staff_audit.agrees]]</p>{{/AGREES}}{{#DIFFERS}}<p id="differs"><strong>[[staff_audit.differs]]</strong></p>{{/DIFFERS}}
<dl class="portal-numbers">
<div><dt>[[staff_audit.entries]]</dt><dd>{{ENTRIES}}</dd></div>
<div><dt>[[staff_audit.authenticated]]</dt><dd>{{AUTHENTICATED}}</dd></div>
<div><dt>[[staff_audit.signed]]</dt><dd>{{SIGNED}}</dd></div>
<div><dt>[[staff_audit.checkpoints]]</dt><dd>{{CHECKPOINTS}}</dd></div>
<div><dt>[[staff_audit.rows]]</dt><dd>{{ROWS}}</dd></div></dl>
<p class="usa-hint">[[staff_audit.witness]]</p>
<h2>[[staff_audit.events]]</h2>
<form class="usa-form portal-search" method="get" action="/staff/{{COURT_ID}}/audit" role="search">
<label class="usa-label" for="search">[[staff_audit.search]]</label>
<input class="usa-input" id="search" name="search" value="{{SEARCHED}}" maxlength="64" autocomplete="off">
<button class="usa-button usa-button--outline" type="submit">[[staff_audit.go]]</button></form>
{{#NO_EVENTS}}<p>[[staff_audit.none]]</p>{{/NO_EVENTS}}
{{#SOME_EVENTS}}<div class="portal-wide" tabindex="0" role="region" aria-label="[[staff_audit.events]]"><table class="usa-table"><caption class="usa-sr-only">[[staff_audit.events]]</caption>
<thead><tr><th scope="col">[[staff.item]]</th><th scope="col">[[staff_audit.time]]</th><th scope="col">[[staff_audit.what]]</th><th scope="col">[[staff.login]]</th><th scope="col">[[staff.central]]</th><th scope="col">[[staff_audit.who]]</th></tr></thead>
<tbody>{{#EVENTS}}<tr><th scope="row">{{NUMBER}}</th><td>{{TIME}}</td><td>{{WHAT}}</td><td>{{ACCOUNT}}</td><td>{{CENTRAL}}</td><td>{{WHO}}</td></tr>{{/EVENTS}}</tbody></table></div>{{/SOME_EVENTS}}

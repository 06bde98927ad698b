<h1>[[utilities.link]]</h1>
<p class="portal-question">[[confirm.question]]</p>
<table class="usa-table portal-pair"><caption class="usa-sr-only">[[confirm.caption]]</caption>
<thead><tr><th scope="col">[[confirm.system]]</th><th scope="col">[[confirm.name]]</th><th scope="col">[[confirm.account]]</th></tr></thead>
<tbody>
<tr><th scope="row">CM/ECF</th><td class="portal-name" id="account-name">{{ACCOUNT_NAME}}</td><td>{{ACCOUNT}} ({{ROLE}})</td></tr>
<tr><th scope="row">PACER</th><td class="portal-name" id="central-name">{{CENTRAL_NAME}}</td><td>{{CENTRAL}}</td></tr>
</tbody></table>
{{#LOOK_TWICE}}<div class="usa-alert usa-alert--warning" id="look-twice"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[confirm.look_twice]]</h2>
<ul>{{#REASONS}}<li>{{TEXT}}</li>{{/REASONS}}</ul><p class="usa-alert__text">[[confirm.go_back_unless]]</p></div></div>{{/LOOK_TWICE}}
<section class="usa-summary-box" aria-labelledby="permanent"><div class="usa-summary-box__body"><h2 class="usa-summary-box__heading" id="permanent">[[confirm.permanent]]</h2>
<div class="usa-summary-box__text"><ul class="usa-list">{{#PERMANENT}}<li>{{TEXT}}</li>{{/PERMANENT}}</ul></div></div></section>
{{#CONTACTS}}<h2>[[confirm.contacts_heading]]</h2><p>[[confirm.contacts]]</p><ul>{{#ITEMS}}<li>{{TEXT}}</li>{{/ITEMS}}</ul>{{/CONTACTS}}
{{#AGENTS}}<h2>[[confirm.agents_heading]]</h2><p>[[confirm.agents]]</p><ul>{{#ITEMS}}<li>{{TEXT}}</li>{{/ITEMS}}</ul>{{/AGENTS}}
{{#CLERK}}<div class="usa-alert usa-alert--info" id="clerk"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[confirm.clerk_heading]]</h2><p class="usa-alert__text">[[confirm.clerk]]</p></div></div>{{/CLERK}}
<form class="portal-actions" method="post" action="/court/{{COURT_ID}}/link/confirm">
<input type="hidden" name="form" value="{{FORM}}">
<input type="hidden" name="handle" value="{{HANDLE}}">
<input type="hidden" name="shown" value="{{SHOWN}}">
{{#CAN_CONFIRM}}{{#ENDS}}<p class="usa-hint">[[confirm.ends]]</p>{{/ENDS}}
<button class="usa-button" type="submit" name="do" value="submit">[[form.submit]]</button>{{/CAN_CONFIRM}}
<button class="usa-button usa-button--outline" type="submit" name="do" value="clear">[[form.clear]]</button>
<p class="usa-hint">[[confirm.clear_hint]]</p>
</form>
<p><a href="/court/{{COURT_ID}}/utilities">[[confirm.back]]</a></p>

<h1>[[registration.title]]</h1>
<p>[[registration.text]]</p>
<h2>[[registration.own]]</h2>
{{#EMPTY}}<p>[[registration.empty]]</p>{{/EMPTY}}
{{#SOME}}<div class="portal-wide" tabindex="0" role="region" aria-label="[[registration.own]]"><table class="usa-table"><caption class="usa-sr-only">[[registration.own]]</caption>
<thead><tr><th scope="col">[[staff.item]]</th><th scope="col">[[staff_requests.type]]</th><th scope="col">[[staff.state]]</th><th scope="col">[[staff_requests.submitted]]</th><th scope="col">[[staff.reason]]</th></tr></thead>
<tbody>{{#ITEMS}}<tr><th scope="row">{{ITEM}}</th><td>{{TYPE}}</td><td>{{STATE}}</td><td>{{TIME}}</td><td>{{REASON}}</td></tr>{{/ITEMS}}</tbody></table></div>{{/SOME}}
<form class="usa-form portal-panel" method="post" action="/court/{{COURT_ID}}/registration">
<h2>[[registration.new]]</h2>
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="type">[[registration.type]]</label>
<select class="usa-select" id="type" name="type">{{#TYPES}}<option value="{{VALUE}}">{{TEXT}}</option>{{/TYPES}}</select>
<label class="usa-label" for="role">[[registration.role]]</label>
<select class="usa-select" id="role" name="role">{{#ROLES}}<option value="{{VALUE}}">{{TEXT}}</option>{{/ROLES}}</select>
<button class="usa-button" type="submit">[[form.submit]]</button>
</form>
<p><a href="/court/{{COURT_ID}}/utilities">[[link.back]]</a></p>

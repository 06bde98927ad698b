<h1>[[staff_requests.title]]</h1>
{{#EMPTY}}<p class="portal-panel">[[staff_requests.empty]]</p>{{/EMPTY}}
{{#SOME}}<div class="portal-wide" tabindex="0" role="region" aria-label="[[staff_requests.title]]"><table class="usa-table"><caption class="usa-sr-only">[[staff_requests.title]]</caption>
<thead><tr><th scope="col">[[staff.item]]</th><th scope="col">[[staff.central]]</th><th scope="col">[[staff_requests.type]]</th><th scope="col">[[staff_requests.role]]</th><th scope="col">[[staff.state]]</th><th scope="col">[[staff_requests.submitted]]</th><th scope="col">[[staff.reason]]</th></tr></thead>
<tbody>{{#ITEMS}}<tr><th scope="row">{{ITEM}}</th><td>{{CENTRAL}}</td><td>{{TYPE}}</td><td>{{ROLE}}</td><td>{{STATE}}</td><td>{{TIME}}</td><td>{{REASON}}</td></tr>
{{/ITEMS}}</tbody></table></div>{{/SOME}}
{{#ANY_WAITING}}<form class="usa-form portal-panel" method="post" action="/staff/{{COURT_ID}}/registrations">
<h2>[[staff_requests.decide]]</h2>
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="item">[[staff_requests.which]]</label>
<select class="usa-select" id="item" name="item">{{#WAITING}}<option value="{{ITEM}}">{{ITEM}}: {{CENTRAL}}</option>{{/WAITING}}</select>
<label class="usa-label" for="reason">[[staff.reason]]</label>
<textarea class="usa-textarea portal-reason" id="reason" name="reason" maxlength="500"></textarea>
<label class="usa-label" for="new-login">[[staff_requests.new_login]]</label>
<span class="usa-hint" id="new-login-hint">[[staff_requests.new_login_hint]]</span>
<input class="usa-input" id="new-login" name="new-login" maxlength="64" autocomplete="off" aria-describedby="new-login-hint">
<button class="usa-button" type="submit" name="do" value="approve">[[staff_hold.approve]]</button>
<button class="usa-button usa-button--outline" type="submit" name="do" value="ask">[[staff_requests.ask]]</button>
<button class="usa-button usa-button--outline" type="submit" name="do" value="reject">[[staff_hold.reject]]</button>
</form>{{/ANY_WAITING}}

<h1>[[staff_unlink.title]]</h1>
{{#FIRST}}<p>[[staff_unlink.text]]</p>
<form class="usa-form portal-panel" method="post" action="/staff/{{COURT_ID}}/unlink">
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="login">[[staff.login]]</label>
<input class="usa-input" id="login" name="login" value="{{TYPED_LOGIN}}" required maxlength="64" autocomplete="off">
<label class="usa-label" for="central">[[staff.central]]</label>
<input class="usa-input" id="central" name="central" value="{{TYPED_CENTRAL}}" required maxlength="32" autocomplete="off">
<button class="usa-button" type="submit" name="do" value="look">[[staff_unlink.look]]</button>
</form>{{/FIRST}}
{{#SECOND}}[[>review.inc]]
<form class="usa-form portal-panel" method="post" action="/staff/{{COURT_ID}}/unlink">
<input type="hidden" name="form" value="{{FORM}}">
<input type="hidden" name="login" value="{{TYPED_LOGIN}}"><input type="hidden" name="central" value="{{TYPED_CENTRAL}}">
<label class="usa-label" for="reason">[[staff.reason]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<span class="usa-hint" id="reason-hint">[[staff.reason_hint]]</span>
<textarea class="usa-textarea portal-reason" id="reason" name="reason" required maxlength="500" aria-describedby="reason-hint"></textarea>
<button class="usa-button usa-button--secondary" type="submit" name="do" value="remove">[[staff_unlink.remove]]</button>
</form>
<p><a href="/staff/{{COURT_ID}}/unlink">[[staff_unlink.other]]</a></p>{{/SECOND}}

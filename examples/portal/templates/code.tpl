<h1>[[code.title]]</h1>
<div class="portal-narrow">
<form class="usa-form portal-panel" method="post" action="/court/{{COURT_ID}}/code">
<input type="hidden" name="form" value="{{FORM}}">
{{#WITH_CODE}}<label class="usa-label" for="code">[[code.label]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<span class="usa-hint" id="code-hint">[[code.hint]]</span>
<input class="usa-input portal-code" id="code" name="code" required inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="one-time-code" aria-describedby="code-hint">{{/WITH_CODE}}
{{#WITHOUT_CODE}}<p>[[code.none]]</p>{{/WITHOUT_CODE}}
<fieldset class="usa-fieldset"><legend class="usa-legend">[[code.redaction_legend]]</legend>
<div class="usa-checkbox"><input class="usa-checkbox__input" id="redaction" type="checkbox" name="redaction" value="yes">
<label class="usa-checkbox__label" for="redaction">[[code.redaction_label]]</label></div></fieldset>
<button class="usa-button" type="submit">[[code.submit]]</button>
</form>
<p><a href="/court/{{COURT_ID}}/sign-on">[[code.back]]</a></p>
</div>

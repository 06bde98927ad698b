<h1>[[layout.steps]]</h1>
<p class="usa-intro">[[steps.intro]]</p>
<form class="usa-form portal-questions" method="get" action="/steps">
<label class="usa-label" for="court">[[front.court]]</label>
<select class="usa-select" id="court" name="court">{{#COURTS}}<option value="{{ID}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{NAME}}</option>{{/COURTS}}</select>
<label class="usa-label" for="purpose">[[ask.purpose]]</label>
<select class="usa-select" id="purpose" name="purpose">{{#PURPOSES}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/PURPOSES}}</select>
<label class="usa-label" for="central">[[ask.central]]</label>
<select class="usa-select" id="central" name="central">{{#CENTRALS}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/CENTRALS}}</select>
<label class="usa-label" for="account">[[ask.account]]</label>
<select class="usa-select" id="account" name="account">{{#ACCOUNTS}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/ACCOUNTS}}</select>
<label class="usa-label" for="second-factor">[[ask.second-factor]]</label>
<select class="usa-select" id="second-factor" name="second-factor">{{#FACTORS}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/FACTORS}}</select>
<label class="usa-label" for="role">[[ask.role]]</label>
<select class="usa-select" id="role" name="role">{{#ROLES}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/ROLES}}</select>
<label class="usa-label" for="linked">[[ask.linked]]</label>
<select class="usa-select" id="linked" name="linked">{{#LINKED}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{TEXT}}</option>{{/LINKED}}</select>
<button class="usa-button" type="submit">[[steps.submit]]</button>
</form>
[[>plan.inc]]

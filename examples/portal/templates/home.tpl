<h1>[[home.heading]]</h1>
{{#NOT_LINKED}}<div class="usa-alert usa-alert--info"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[home.not_linked_heading]]</h2>
<p class="usa-alert__text">[[home.not_linked]]</p>
<p><a class="usa-button" href="/court/{{COURT_ID}}/link">[[utilities.link]]</a></p></div></div>{{/NOT_LINKED}}
<dl class="portal-facts">
<div><dt>[[home.level]]</dt><dd id="level">{{LEVEL}}</dd></div>
{{#LINKED_ACCOUNT}}<div><dt>[[home.account]]</dt><dd>{{LOGIN}} ({{ROLE}})</dd></div>{{/LINKED_ACCOUNT}}
</dl>
{{#WHY}}<section class="portal-panel"><h2>[[home.why]]</h2><ul>{{#OBSTACLES}}<li>{{TEXT}}</li>{{/OBSTACLES}}</ul></section>{{/WHY}}
<h2>[[home.menus]]</h2>
<ul class="portal-list" id="menus">{{#MENU}}<li>{{#LINKED}}<a href="{{PATH}}">{{NAME}}</a>{{/LINKED}}{{#PLAIN}}{{NAME}}{{/PLAIN}}</li>
{{/MENU}}</ul>
<p><a href="/court/{{COURT_ID}}/my-steps">[[layout.steps]]</a></p>

<h1>[[agents.title]]</h1>
{{#PRINCIPAL}}<p>[[agents.principal_text]]</p>
{{#EMPTY}}<p>[[agents.empty_principal]]</p>{{/EMPTY}}
<ul class="portal-list">{{#ITEMS}}<li><strong>{{NAME}}</strong> ({{STATE}})</li>{{/ITEMS}}</ul>
<form class="usa-form portal-panel" method="post" action="/court/{{COURT_ID}}/agents">
<h2>[[agents.new]]</h2>
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="login">[[agents.login]]</label>
<input class="usa-input" id="login" name="login" required maxlength="64" autocomplete="off">
<button class="usa-button" type="submit" name="do" value="add">[[agents.add]]</button>
<button class="usa-button usa-button--outline" type="submit" name="do" value="remove">[[agents.remove]]</button>
</form>{{/PRINCIPAL}}
{{#AGENT}}<p>[[agents.agent_text]]</p>
{{#EMPTY}}<p>[[agents.empty_agent]]</p>{{/EMPTY}}
{{#SOME}}<form class="usa-form portal-panel" method="post" action="/court/{{COURT_ID}}/agents">
<input type="hidden" name="form" value="{{FORM}}"><input type="hidden" name="do" value="choose">
<ul class="portal-list">{{#ITEMS}}<li>{{NAME}} ({{STATE}}) <button class="usa-button usa-button--outline" type="submit" name="login" value="{{NAME}}">[[agents.choose]]</button></li>{{/ITEMS}}</ul>
</form>{{/SOME}}{{/AGENT}}
<p><a href="/court/{{COURT_ID}}/utilities">[[link.back]]</a></p>

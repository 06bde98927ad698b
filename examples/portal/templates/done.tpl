<h1>[[done.title]]</h1>
<div class="usa-alert usa-alert--success" role="status"><div class="usa-alert__body"><h2 class="usa-alert__heading">[[done.heading]]</h2>
<p class="usa-alert__text">[[done.text]]</p></div></div>
<p>[[done.refresh]]</p>
<p><a class="usa-button" href="/court/{{COURT_ID}}">[[done.go_home]]</a></p>
<h2>[[done.owed_heading]]</h2>
<p>[[done.owed]]</p>
<ul class="usa-list" id="owed">{{#OWED}}<li>{{TEXT}}</li>{{/OWED}}</ul>
<p class="usa-hint">[[done.event]]</p>

<h1>[[staff_hold.heading]]</h1>
<dl class="portal-facts"><div><dt>[[staff.state]]</dt><dd>{{STATE}}</dd></div><div><dt>[[staff.proposed]]</dt><dd>{{PROPOSED}}</dd></div></dl>
{{#CHANGED}}<div class="usa-alert usa-alert--warning"><div class="usa-alert__body"><p class="usa-alert__text">[[staff_hold.changed]]</p></div></div>{{/CHANGED}}
{{#DECIDED}}<p>[[staff_hold.decided]]</p>{{/DECIDED}}
{{#UNTIL}}<p>[[staff_hold.until]]</p>{{/UNTIL}}
[[>review.inc]]
{{#CAN_DECIDE}}<form class="usa-form portal-panel" method="post" action="/staff/{{COURT_ID}}/hold/{{ITEM}}">
<h2>[[staff_hold.decide]]</h2>
<input type="hidden" name="form" value="{{FORM}}">
<label class="usa-label" for="reason">[[staff.reason]] <abbr class="usa-hint usa-hint--required" title="[[form.required]]">*</abbr></label>
<span class="usa-hint" id="reason-hint">[[staff.reason_hint]]</span>
<textarea class="usa-textarea portal-reason" id="reason" name="reason" required maxlength="500" aria-describedby="reason-hint"></textarea>
{{#CAN_APPROVE}}<button class="usa-button" type="submit" name="do" value="approve">[[staff_hold.approve]]</button>{{/CAN_APPROVE}}
<button class="usa-button usa-button--outline" type="submit" name="do" value="reject">[[staff_hold.reject]]</button>
</form>{{/CAN_DECIDE}}
<p><a href="/staff/{{COURT_ID}}">[[staff_hold.back]]</a></p>

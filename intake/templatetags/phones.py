"""Phone numbers in templates."""

from django import template

from intake.phones import spoken_number

register = template.Library()
register.filter("spoken", spoken_number)

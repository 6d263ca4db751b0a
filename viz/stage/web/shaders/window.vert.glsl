// Tiles of the window; the ray is linear over the picture, so it comes from the corners.
in vec2 place;                   // clip coordinates
uniform mat3 ray_of_clip;        // to Earth-fixed axes
out vec3 way;

void main(void) {
    gl_Position = vec4(place, 0.99998, 1.0);
    way = ray_of_clip * vec3(place, 1.0);
}
